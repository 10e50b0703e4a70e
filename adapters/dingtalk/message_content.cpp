#include "adapters/dingtalk/message_content.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::EventBody;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxFileName = 120;
constexpr std::size_t kMaxKind = 32;
constexpr std::size_t kMaxFiles = 20;    // of one rich text
constexpr std::size_t kMaxPieces = 500;  // of one rich text
constexpr std::size_t kMaxCode = 2'048;
constexpr std::size_t kMaxExtension = 8;

struct Kind {
  std::string_view name;
  std::string_view shown;
};
constexpr Kind kKinds[] = {
    {"unknownMsgType", "[暂不支持的消息]"}, {"emoji", "[表情]"},          {"sticker", "[表情]"},
    {"interactiveCard", "[卡片]"},          {"chatRecord", "[聊天记录]"}, {"location", "[位置]"},
};

const json& ObjectAt(const json& value, std::string_view key) {
  static const json kEmpty = json::object();
  const auto it = value.find(key);
  return it != value.end() && it->is_object() ? *it : kEmpty;
}

// Without "@name", where it is a word of its own.
std::string WithoutMention(std::string text, const std::string& name) {
  const std::string mention = "@" + name;
  for (std::size_t at = 0; !name.empty() && (at = text.find(mention, at)) != std::string::npos;) {
    const std::size_t end = at + mention.size();
    const bool whole = end == text.size() || text[end] == ' ' || text[end] == '\n' ||
                       text.compare(end, 3, "\u2005") == 0 || text.compare(end, 2, "\u00A0") == 0;
    if (whole) {
      text.erase(at, mention.size());
    } else {
      at = end;
    }
  }
  return text;
}

std::string Cleaned(const std::string& text, const std::string& mentioned) {
  return std::string(base::Trim(WithoutMention(base::CleanUtf8(text), mentioned)));
}

std::optional<EventBody> SaidOf(std::string text) {
  if (text.empty()) return std::nullopt;
  return base::Said{std::move(text)};
}

// The last part of a path, on one line.
std::string FileName(const std::string& name, std::string fallback) {
  std::string last = base::CleanUtf8(name);
  if (const auto slash = last.find_last_of("/\\"); slash != std::string::npos) last.erase(0, slash + 1);
  for (char& c : last)
    if (c == '\n' || c == '\t') c = ' ';
  return last.empty() ? std::move(fallback) : base::Shorten(last, kMaxFileName);
}

std::string DownloadCode(const json& content) {
  std::string code = TextAt(content, "downloadCode");
  if (code.empty()) code = TextAt(content, "pictureDownloadCode");
  return code.size() <= kMaxCode ? code : std::string();
}

std::optional<base::FileRef> FileOf(const json& content, std::string name) {
  const std::string code = DownloadCode(content);
  if (code.empty()) return std::nullopt;
  base::FileRef file;
  file.name = std::move(name);
  file.remote = base::DumpJson({{"code", code}});
  return file;
}

// A picture, a video or a file without a code is still worth a word.
std::optional<EventBody> SentOr(std::optional<base::FileRef> file, const char* shown, bool voice = false) {
  if (!file) return base::Said{shown};
  return base::SentFiles{{std::move(*file)}, {}, voice};
}

std::string VideoName(const json& content) {
  const std::string type = base::AsciiLower(TextAt(content, "videoType"));
  const bool known = !type.empty() && type.size() <= kMaxExtension && std::all_of(type.begin(), type.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  return "视频." + (known ? type : "mp4");
}

std::optional<EventBody> VoiceOf(const json& content) {
  if (auto said = SaidOf(Cleaned(TextAt(content, "recognition"), {}))) return said;
  return SentOr(FileOf(content, "语音.amr"), "[语音]", true);
}

std::optional<EventBody> RichTextOf(const json& content, const std::string& mentioned) {
  const auto pieces = content.find("richText");
  if (pieces == content.end() || !pieces->is_array()) return std::nullopt;
  std::string text;
  base::SentFiles sent;
  std::size_t read = 0;
  for (const json& piece : *pieces) {
    if (!piece.is_object() || ++read > kMaxPieces) continue;
    text += TextAt(piece, "text");
    if (TextAt(piece, "type") != "picture" || sent.files.size() >= kMaxFiles) continue;
    if (auto file = FileOf(piece, "图片")) sent.files.push_back(std::move(*file));
  }
  text = Cleaned(text, mentioned);
  if (sent.files.empty()) return SaidOf(std::move(text));
  sent.caption = std::move(text);
  return sent;
}

std::optional<EventBody> OtherOf(const std::string& kind) {
  const auto known =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kind& one) { return one.name == kind; });
  if (known != std::end(kKinds)) return base::Said{std::string(known->shown)};
  if (kind.empty()) return std::nullopt;
  return base::Said{"[" + base::Shorten(base::CleanUtf8(kind), kMaxKind) + "]"};
}

}  // namespace

std::optional<EventBody> ContentOf(const json& body, const std::string& mentioned) {
  const std::string kind = TextAt(body, "msgtype");
  const json& content = ObjectAt(body, "content");
  if (kind == "text") return SaidOf(Cleaned(TextAt(ObjectAt(body, "text"), "content"), mentioned));
  if (kind == "richText") return RichTextOf(content, mentioned);
  if (kind == "audio") return VoiceOf(content);
  if (kind == "picture") return SentOr(FileOf(content, "图片"), "[图片]");
  if (kind == "video") return SentOr(FileOf(content, VideoName(content)), "[视频]");
  if (kind == "file") return SentOr(FileOf(content, FileName(TextAt(content, "fileName"), "文件")), "[文件]");
  return OtherOf(kind);
}

}  // namespace frontdesk::adapters::dingtalk
