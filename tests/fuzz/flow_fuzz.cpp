#include <cstddef>
#include <cstdint>

#include "tests/fuzz/flow.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  frontdesk::fuzz::TryFlow({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
