#include "tests/support/allocations.h"

#include <cstdlib>
#include <limits>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

namespace sockq {
std::optional<std::uint64_t> allocations_so_far() { return std::nullopt; }
NoMemory::NoMemory(std::uint64_t) {}
NoMemory::~NoMemory() = default;
}  // namespace sockq

#else

namespace {
thread_local std::uint64_t allocations = 0;
thread_local std::uint64_t most_allocations = std::numeric_limits<std::uint64_t>::max();
}  // namespace

void* operator new(std::size_t size) {
  if (++allocations > most_allocations) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace sockq {
std::optional<std::uint64_t> allocations_so_far() { return allocations; }
NoMemory::NoMemory(std::uint64_t spared) { most_allocations = allocations + spared; }
NoMemory::~NoMemory() { most_allocations = std::numeric_limits<std::uint64_t>::max(); }
}  // namespace sockq

#endif
