#include <cstddef>
#include <cstdint>

#include "tests/fuzz/conversation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  frontdesk::fuzz::TryConversation({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
