#include "agent/output/textfile_writer.h"

#include <unistd.h>

#include <utility>

#include "exporters/textfile.h"

namespace sockq {

TextfileWriter::TextfileWriter(Options options, std::function<Snapshot()> snapshot,
                               OutputHealth& health)
    : options_(std::move(options)),
      file_(options_.directory + "/sockq.prom"),
      snapshot_(std::move(snapshot)),
      health_(health) {
  thread_.emplace("a textfile", options_.interval, [this] { write(); });
}

TextfileWriter::~TextfileWriter() {
  thread_.reset();
  ::unlink(file_.c_str());
}

void TextfileWriter::write() {
  const Result<Unit> outcome = replace_file(file_, textfile_text(snapshot_(), options_.collectors));
  if (outcome.ok())
    health_.wrote(1);
  else
    health_.lost(1, outcome.error());
}

}  // namespace sockq
