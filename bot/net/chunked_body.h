// Decodes "Transfer-Encoding: chunked", strictly: one way to write a size, no bare line feeds, everything bounded.
//
// Thread safety: a plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace frontdesk::net {

class ChunkedBody {
 public:
  enum class State { kReading, kDone, kBroken, kTooLarge };

  // Reads from `bytes`, appends what they carry to `body`, which never grows beyond `limit`. Returns how many bytes are
  // used up; the rest must be given again, with more behind it.
  std::size_t Read(std::string_view bytes, std::size_t limit, std::string& body);
  State state() const { return state_; }

 private:
  enum class Part { kSizeLine, kContent, kContentEnd, kTrailer };

  std::size_t ReadContent(std::string_view bytes, std::string& body);
  std::size_t ReadLine(std::string_view bytes, std::size_t limit, const std::string& body);
  void TakeSizeLine(std::string_view line, std::size_t limit, const std::string& body);
  void TakeTrailerLine(std::string_view line);

  State state_ = State::kReading;
  Part part_ = Part::kSizeLine;
  std::uint64_t left_ = 0;    // of the current chunk
  std::size_t overhead_ = 0;  // bytes spent on extensions and trailers
};

}  // namespace frontdesk::net
