#include "bot/runtime/file_type.h"

#include <algorithm>
#include <array>

#include "bot/base/text.h"

namespace frontdesk::runtime {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxNameGraphemes = 120;
constexpr std::size_t kMaxNameBytes = 4096;
// Where EBML headers name their document type.
constexpr std::size_t kEbmlHeader = 64;
constexpr std::size_t kOggPage = 64;

struct Magic {
  std::string_view start;
  std::string_view type;
};

constexpr std::array kMagics = {
    Magic{"\x89PNG\r\n\x1a\n"sv, "image/png"},
    Magic{"\xFF\xD8\xFF"sv, "image/jpeg"},
    Magic{"GIF87a"sv, "image/gif"},
    Magic{"GIF89a"sv, "image/gif"},
    Magic{"PK\x03\x04"sv, "application/zip"},
    Magic{"PK\x05\x06"sv, "application/zip"},
    Magic{"%PDF-"sv, "application/pdf"},
    Magic{"ID3\x02"sv, "audio/mpeg"},
    Magic{"ID3\x03"sv, "audio/mpeg"},
    Magic{"ID3\x04"sv, "audio/mpeg"},
    Magic{"#!AMR\n"sv, "audio/amr"},
    Magic{"#!AMR-WB\n"sv, "audio/amr-wb"},
};

bool IsMp4(std::string_view bytes) {
  if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp") return false;
  const std::string_view brand = bytes.substr(8, 4);
  constexpr std::string_view kBrands[] = {"iso", "mp4", "avc1", "M4V", "MSNV", "dash"};
  return std::any_of(std::begin(kBrands), std::end(kBrands), [&](auto known) { return brand.starts_with(known); });
}

bool IsM4a(std::string_view bytes) {
  return bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp" &&
         (bytes.substr(8, 3) == "M4A" || bytes.substr(8, 3) == "M4B");
}

// A stream without a head begins with a frame: eleven bits set, then its layer, rate and frequency, none of them the
// value that means nothing.
std::string_view FrameType(std::string_view bytes) {
  if (bytes.size() < 4 || bytes[0] != '\xFF') return {};
  const auto second = static_cast<unsigned char>(bytes[1]), third = static_cast<unsigned char>(bytes[2]);
  if ((second & 0xF6) == 0xF0) return (third >> 2 & 0x0F) < 13 ? "audio/aac" : "";
  const bool mpeg = (second & 0xE0) == 0xE0 && (second & 0x18) != 0x08 && (second & 0x06) == 0x02;
  return mpeg && third >> 4 != 0 && third >> 4 != 15 && (third & 0x0C) != 0x0C ? "audio/mpeg" : "";
}

// Sound only: the first page names what it holds.
bool IsOggSound(std::string_view bytes) {
  if (!bytes.starts_with("OggS")) return false;
  const std::string_view page = bytes.substr(0, kOggPage);
  constexpr std::string_view kSounds[] = {"OpusHead", "\x01vorbis", "Speex   ",
                                          "\x7F"
                                          "FLAC"};
  return std::any_of(std::begin(kSounds), std::end(kSounds),
                     [&](auto sound) { return page.find(sound) != std::string_view::npos; });
}

bool IsText(std::string_view bytes) {
  return !bytes.empty() && std::all_of(bytes.begin(), bytes.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 ? byte != 0x7F : c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\x1b';
  });
}

// Invisible ones, and those that turn the reading direction: "gpj.exe" must not read "exe.jpg".
bool IsTricky(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0x061C || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
         point == 0xFFFD;
}

bool IsReserved(char32_t point) { return point < 0x80 && "<>:\"|?*;"sv.find(static_cast<char>(point)) != ""sv.npos; }

}  // namespace

std::string_view SniffType(std::string_view bytes) {
  for (const Magic& magic : kMagics)
    if (bytes.starts_with(magic.start)) return magic.type;
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return "image/webp";
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WAVE")) return "audio/wav";
  if (IsM4a(bytes)) return "audio/mp4";
  if (IsOggSound(bytes)) return "audio/ogg";
  if (const std::string_view sound = FrameType(bytes); !sound.empty()) return sound;
  if (IsMp4(bytes)) return "video/mp4";
  if (bytes.starts_with("\x1A\x45\xDF\xA3") && bytes.substr(0, kEbmlHeader).find("webm") != std::string_view::npos) {
    return "video/webm";
  }
  return IsText(bytes) ? "text/plain" : std::string_view();
}

std::string SafeFileName(std::string_view name) {
  name = name.substr(0, kMaxNameBytes);
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  std::vector<char32_t> kept;
  for (const char32_t point : base::ToCodePoints(base::CleanUtf8(name)))
    if (!IsTricky(point)) kept.push_back(IsReserved(point) ? U'_' : point);
  std::string safe(base::Trim(base::FromCodePoints(kept)));
  while (!safe.empty() && safe.front() == '.') safe.erase(0, 1);
  if (base::CountGraphemes(safe) > kMaxNameGraphemes) {
    const auto dot = safe.rfind('.');
    const std::string ending = dot != std::string::npos && safe.size() - dot <= 10 ? safe.substr(dot) : std::string();
    safe = base::Shorten(safe, kMaxNameGraphemes - ending.size()) + ending;
  }
  return safe.empty() ? "file" : safe;
}

}  // namespace frontdesk::runtime
