#include "adapters/slack/said_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/slack/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxFileName = 120;  // graphemes

std::string NameOf(const json& file) {
  std::string name = base::CleanUtf8(TextAt(file, "name", TextAt(file, "title")));
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return name.empty() ? "file" : base::Shorten(name, kMaxFileName);
}

void AddLine(std::string& text, const std::string& line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

// What somebody said aloud, when all of it is written down.
std::string TranscriptOf(const json& file) {
  const json& transcription = ObjectAt(file, "transcription");
  const json& preview = ObjectAt(transcription, "preview");
  if (TextAt(transcription, "status") != "complete" || base::BoolAt(preview, "has_more")) return {};
  return base::CleanUtf8(TextAt(preview, "content"));
}

bool IsVoice(const json& file) { return TextAt(file, "subtype") == "slack_audio"; }

// Slack no longer shows it, or never had it.
bool IsHidden(const json& file) {
  const std::string mode = TextAt(file, "mode");
  return mode == "tombstone" || mode == "hidden_by_limit";
}

bool IsElsewhere(const json& file) { return base::BoolAt(file, "is_external") || TextAt(file, "mode") == "external"; }

base::FileRef FileOf(const json& file) {
  json remote = json::object();
  if (const std::string id = TextAt(file, "id"); IsId(id)) remote["id"] = id;
  std::string url = TextAt(file, "url_private_download", TextAt(file, "url_private"));
  // Of a workspace that shares the channel: only files.info tells where it is.
  if (TextAt(file, "file_access") == "check_file_info") url.clear();
  if (!url.empty()) remote["url"] = std::move(url);
  base::FileRef ref;
  ref.name = NameOf(file);
  ref.type = base::CleanUtf8(TextAt(file, "mimetype"));
  ref.size = std::max(0LL, base::IntAt(file, "size"));
  ref.remote = base::DumpJson(remote);
  return ref;
}

}  // namespace

std::optional<base::EventBody> SaidWith(const json& message, std::string text) {
  base::SentFiles sent;
  bool only_voices = true;
  for (const json& file : ListAt(message, "files")) {
    if (!file.is_object() || IsHidden(file) || sent.files.size() >= kMaxFiles) continue;
    if (const std::string words = IsVoice(file) ? TranscriptOf(file) : std::string(); !words.empty()) {
      AddLine(text, words);
    } else if (IsElsewhere(file)) {
      const std::string url = TextAt(file, "external_url", TextAt(file, "url_private"));
      AddLine(text, NameOf(file) + (url.empty() ? "" : " (" + base::CleanUtf8(url) + ")"));
    } else {
      only_voices = only_voices && IsVoice(file);
      sent.files.push_back(FileOf(file));
    }
  }
  const bool empty = base::Trim(text).empty();
  if (sent.files.empty() && empty) return std::nullopt;
  if (sent.files.empty()) return base::Said{std::move(text)};
  sent.voice = only_voices && empty;
  sent.caption = empty ? std::string() : std::move(text);
  return sent;
}

}  // namespace frontdesk::adapters::slack
