#include "adapters/feishu/message_content.h"

#include <array>
#include <nlohmann/json.hpp>

#include "adapters/feishu/account.h"
#include "adapters/feishu/feishu_event.h"
#include "adapters/feishu/message_file.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxContent = 256 << 10;
constexpr std::size_t kMaxFiles = 20;  // of one rich text

struct Label {
  std::string_view type, zh, en;
};
constexpr auto kLabels = std::to_array<Label>({
    {"sticker", "表情", "sticker"},
    {"share_chat", "群名片", "shared group"},
    {"share_user", "个人名片", "shared contact"},
    {"merge_forward", "合并转发的聊天记录", "forwarded chat history"},
    {"interactive", "卡片", "card"},
    {"location", "位置", "location"},
    {"hongbao", "红包", "red packet"},
    {"share_calendar_event", "日程", "calendar event"},
    {"calendar", "日程", "calendar event"},
    {"general_calendar", "日程", "calendar event"},
    {"video_chat", "视频会议", "video meeting"},
    {"todo", "任务", "task"},
    {"vote", "投票", "poll"},
    {"folder", "文件夹", "folder"},
});

std::string Bracketed(const std::string& type, bool zh, const std::string& more = {}) {
  std::string name = type;
  for (const Label& label : kLabels)
    if (label.type == type) name = zh ? label.zh : label.en;
  return "[" + name + (more.empty() ? "" : ": " + more) + "]";
}

base::FileRef File(const json& message, const std::string& key, FileKind kind, std::string name) {
  base::FileRef file;
  file.name = name.empty() ? "file" : base::CleanUtf8(name);
  file.remote = RemoteOf(TextAt(message, "message_id"), key, kind);
  return file;
}

base::EventBody Files(std::vector<base::FileRef> files, std::string caption, bool voice = false) {
  return base::SentFiles{std::move(files), std::move(caption), voice};
}

// Lines of elements, as the user wrote them; pictures in between become files.
class RichText {
 public:
  RichText(const json& message, const Mentions& mentions, bool zh) : message_(message), mentions_(mentions), zh_(zh) {}

  base::EventBody Read(const json& content) {
    const json& post = Localised(content);
    text_ = TextAt(post, "title");
    const auto lines = post.find("content");
    if (lines != post.end() && lines->is_array())
      for (const json& line : *lines) AddLine(line);
    std::string text(base::Trim(base::CleanUtf8(text_)));
    if (!files_.empty()) return Files(std::move(files_), std::move(text));
    return base::Said{std::move(text)};
  }

 private:
  // Received ones have no language around them, those that bots send have.
  static const json& Localised(const json& content) {
    for (const char* locale : {"zh_cn", "en_us", "ja_jp"})
      if (content.contains(locale) && content[locale].is_object()) return content[locale];
    return content;
  }

  void AddLine(const json& line) {
    if (!line.is_array()) return;
    if (!text_.empty()) text_ += '\n';
    for (const json& element : line)
      if (element.is_object()) AddElement(element);
  }

  void AddElement(const json& element) {
    const std::string tag = TextAt(element, "tag");
    if (tag == "at") {
      text_ += mentions_.Shown(TextAt(element, "user_id"));
    } else if (tag == "a") {
      const std::string text = TextAt(element, "text"), href = TextAt(element, "href");
      text_ += text.empty() || text == href ? href : text + " (" + href + ")";
    } else if (tag == "img") {
      AddFile(TextAt(element, "image_key"), FileKind::kImage, "image");
    } else if (tag == "media") {
      AddFile(TextAt(element, "file_key"), FileKind::kFile, "video.mp4");
    } else if (tag == "emotion") {
      text_ += Bracketed("sticker", zh_, TextAt(element, "emoji_type"));
    } else {
      text_ += mentions_.Replaced(TextAt(element, "text"));
    }
  }

  void AddFile(const std::string& key, FileKind kind, const char* name) {
    if (files_.size() < kMaxFiles && IsId(key)) files_.push_back(File(message_, key, kind, name));
  }

  const json& message_;
  const Mentions& mentions_;
  bool zh_;
  std::string text_;
  std::vector<base::FileRef> files_;
};

// One file with its key and its name; nothing when the key could not be part of an address.
std::optional<base::EventBody> OneFile(const json& message, const json& content) {
  const std::string type = TextAt(message, "message_type");
  const bool image = type == "image";
  const std::string key = TextAt(content, image ? "image_key" : "file_key");
  if (!IsId(key)) return std::nullopt;
  std::string name = TextAt(content, "file_name");
  if (name.empty()) name = image ? "image" : type == "audio" ? "voice.opus" : type == "media" ? "video.mp4" : "file";
  const FileKind kind = image ? FileKind::kImage : FileKind::kFile;
  return Files({File(message, key, kind, std::move(name))}, {}, type == "audio");
}

}  // namespace

std::optional<base::EventBody> ReadContent(const json& message, const Mentions& mentions, const Settings& settings) {
  const std::string type = TextAt(message, "message_type");
  const bool zh = IsChinese(settings);
  if (type.empty() || type == "system") return std::nullopt;
  const auto content = base::ParseJson(TextAt(message, "content"), kMaxContent);
  if (!content || !content->is_object()) {
    // Some kinds have words in place of JSON: "Merged and Forwarded Message".
    if (type == "text" || type == "post") return std::nullopt;
    return base::Said{Bracketed(type, zh)};
  }
  if (type == "text") {
    const std::string text = mentions.Replaced(base::CleanUtf8(TextAt(*content, "text")));
    return base::Said{std::string(mentions.names_bot() ? base::Trim(text) : std::string_view(text))};
  }
  if (type == "post") return RichText(message, mentions, zh).Read(*content);
  if (type == "image" || type == "file" || type == "audio" || type == "media") return OneFile(message, *content);
  return base::Said{Bracketed(type, zh, base::CleanUtf8(TextAt(*content, "name")))};
}

}  // namespace frontdesk::adapters::feishu
