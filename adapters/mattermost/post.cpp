#include "adapters/mattermost/post.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/account.h"
#include "adapters/mattermost/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::Event;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxFileName = 120;  // graphemes
constexpr std::string_view kMe = "me";     // type of what "/me" writes

bool IsSet(const json& props, std::string_view key) {
  const auto it = props.find(key);
  return it != props.end() && (*it == "true" || *it == true);
}

// A person wrote it, and not the server, a program or ourselves.
bool IsOfPerson(const json& post, const Bot& bot) {
  const std::string type = TextAt(post, "type"), user = TextAt(post, "user_id");
  if (!(type.empty() || type == kMe) || !IsId(user) || user == bot.id) return false;
  const json& props = ObjectAt(post, "props");
  return !IsSet(props, "from_bot") && !IsSet(props, "from_webhook") && !IsSet(props, "from_plugin");
}

std::string FileName(const json& file) {
  std::string name = base::CleanUtf8(TextAt(file, "name"));
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return name.empty() ? "file" : base::Shorten(name, kMaxFileName);
}

base::FileRef FileOf(const std::string& id, const json& info) {
  base::FileRef file;
  file.name = FileName(info);
  file.type = base::CleanUtf8(TextAt(info, "mime_type"));
  file.size = std::max(0LL, base::IntAt(info, "size"));
  file.remote = base::DumpJson({{"id", id}});
  return file;
}

std::vector<base::FileRef> FilesOf(const json& post) {
  std::vector<base::FileRef> files;
  const json& infos = ListAt(ObjectAt(post, "metadata"), "files");
  for (const json& id : ListAt(post, "file_ids")) {
    if (!id.is_string() || !IsId(id.get<std::string>()) || files.size() == kFilesInPost) continue;
    json info = json::object();
    for (const json& one : infos)
      if (one.is_object() && TextAt(one, "id") == id) info = one;
    files.push_back(FileOf(id, info));
  }
  return files;
}

std::optional<base::EventBody> BodyOf(const json& post, std::string text) {
  const bool empty = base::Trim(text).empty();
  base::SentFiles sent;
  sent.files = FilesOf(post);
  if (sent.files.empty() && empty) return std::nullopt;
  if (sent.files.empty()) return base::Said{std::move(text)};
  if (!empty) sent.caption = std::move(text);
  return sent;
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

// Behind the bot's name: "@support: hello", "@support，你好".
void SkipAddressMark(std::string_view& rest) {
  for (const std::string_view mark : {":", ",", "：", "，", "、"})
    if (rest.starts_with(mark)) return rest.remove_prefix(mark.size());
}

// How much of the text, which begins with '@', names the bot; a name may end in '.', and a sentence does, too.
std::size_t NameAt(std::string_view text, std::string_view bot) {
  std::size_t end = 1;
  while (end < text.size() && IsNameCharacter(text[end])) ++end;
  while (end > bot.size() + 1 && std::string_view(".-_").find(text[end - 1]) != std::string_view::npos) --end;
  return base::AsciiLower(text.substr(1, end - 1)) == bot ? end : 0;
}

std::string PostId(const json& post) { return TextAt(post, "id"); }

Event EventOf(std::string id, Place place, const json& post, base::EventBody body, Env env) {
  Event event;
  event.id = std::move(id);
  event.address = std::move(place.address);
  event.path = std::move(place.path);
  event.author.id = TextAt(post, "user_id");
  event.at = env.now;
  event.body = std::move(body);
  return event;
}

Place PlaceOfPost(const json& post, ChannelKind kind, Env env) {
  return PlaceOf(env.settings, kind, TextAt(post, "channel_id"), TextAt(post, "user_id"), TextAt(post, "root_id"),
                 PostId(post));
}

bool CanBePlaced(const json& post) { return IsId(PostId(post)) && IsId(TextAt(post, "channel_id")); }

}  // namespace

base::Result<Bot> BotOf(const HttpAnswer& answer) {
  TRY(const json me, AnswerOf(answer));
  if (!me.is_object() || !IsId(TextAt(me, "id")))
    return base::Fail(base::ErrorCode::kUnavailable, "Mattermost does not say who we are");
  return Bot{TextAt(me, "id"), base::AsciiLower(TextAt(me, "username"))};
}

ReadWords ReadText(std::string_view text, std::string_view bot) {
  ReadWords read;
  bool code = false;
  for (char before = ' '; !text.empty();) {
    const char c = text.front();
    if (c == '`') code = !code;
    const bool begins = c == '@' && !code && !bot.empty() && !IsNameCharacter(before);
    const std::size_t name = begins ? NameAt(text, bot) : 0;
    before = c;
    if (name == 0) {
      read.text += c;
      text.remove_prefix(1);
      continue;
    }
    read.names_bot = true;
    text.remove_prefix(name);
    SkipAddressMark(text);
    if ((read.text.empty() || read.text.back() == ' ') && text.starts_with(' ')) text.remove_prefix(1);
  }
  read.text = base::CleanUtf8(read.text);
  if (read.names_bot) read.text = base::Trim(read.text);
  return read;
}

std::optional<Event> SaidIn(const json& post, ChannelKind kind, const json* mentions, const Bot& bot, Env env) {
  if (!IsOfPerson(post, bot) || !CanBePlaced(post)) return std::nullopt;
  ReadWords words = ReadText(TextAt(post, "message"), kind == ChannelKind::kDirect ? std::string() : bot.name);
  // In code a name calls nobody; the list alone would not do either: it holds everybody whom "@channel" calls.
  if (mentions != nullptr && words.names_bot &&
      std::find(mentions->begin(), mentions->end(), bot.id) == mentions->end())
    words = {base::CleanUtf8(TextAt(post, "message")), false};
  Place place = PlaceOfPost(post, kind, env);
  const bool ours = place.direct || words.names_bot || HearsAll(env.settings, place.address.channel);
  if (!ours && TextAt(post, "root_id").empty()) return std::nullopt;
  auto body = BodyOf(post, std::move(words.text));
  if (!body && words.names_bot) body = base::Opened{};
  if (!body) return std::nullopt;
  Event event = EventOf(PostId(post), std::move(place), post, std::move(*body), env);
  event.to_us = words.names_bot;
  event.only_in_talk = !ours;
  return event;
}

// Pins, previews and reactions change a post, too: the time of the edit is that of its words.
std::optional<Event> EditedIn(const json& post, ChannelKind kind, const Bot& bot, Env env) {
  const long long edited = base::IntAt(post, "edit_at");
  if (edited <= 0 || !IsOfPerson(post, bot) || !CanBePlaced(post)) return std::nullopt;
  const ReadWords words = ReadText(TextAt(post, "message"), kind == ChannelKind::kDirect ? std::string() : bot.name);
  Place place = PlaceOfPost(post, kind, env);
  const bool ours = place.direct || words.names_bot || HearsAll(env.settings, place.address.channel);
  Event event = EventOf("edit:" + PostId(post) + ":" + std::to_string(edited), std::move(place), post,
                        base::Edited{PostId(post), words.text}, env);
  event.to_us = words.names_bot;
  event.only_in_talk = !ours;
  return event;
}

std::optional<Event> DeletedIn(const json& post, ChannelKind kind, const Bot& bot, Env env) {
  if (!IsOfPerson(post, bot) || !CanBePlaced(post)) return std::nullopt;
  return EventOf("deleted:" + PostId(post), PlaceOfPost(post, kind, env), post, base::Deleted{PostId(post)}, env);
}

}  // namespace frontdesk::adapters::mattermost
