#include "adapters/mattermost/socket_memory.h"

#include <algorithm>
#include <charconv>

namespace frontdesk::adapters::mattermost {

namespace {

constexpr std::string_view kNone = "-";

std::string OrNone(const std::string& word) { return word.empty() ? std::string(kNone) : word; }

std::string_view TakeWord(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(line.size(), word.size() + 1));
  return word == kNone ? std::string_view() : word;
}

template <typename Number>
Number TakeNumber(std::string_view& line) {
  const std::string_view word = TakeWord(line);
  Number number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

std::string KeyOf(char what, std::string_view id) { return std::string("\n") + what + " " + std::string(id) + " "; }

// The rest of the line that begins so; the newest counts.
std::optional<std::string_view> Find(std::string_view known, const std::string& key) {
  const auto at = known.rfind(key);
  if (at == std::string_view::npos) return std::nullopt;
  known.remove_prefix(at + key.size());
  return known.substr(0, known.find('\n'));
}

void Add(std::string& known, const std::string& key, std::string_view what) {
  if (Find(known, key) == what) return;
  known.append(key).append(what);
  if (known.size() > kMaxKnown) known.erase(0, known.find('\n', known.size() / 2));
}

}  // namespace

void SocketMemory::KnowChannel(std::string_view channel, ChannelKind kind) {
  Add(known, KeyOf('c', channel), kind == ChannelKind::kDirect ? "D" : "O");
}

void SocketMemory::KnowPost(std::string_view post, std::string_view root) {
  Add(known, KeyOf('p', post), root.empty() ? kNone : root);
}

void SocketMemory::KnowForeignPost(std::string_view post) { Add(known, KeyOf('x', post), kNone); }

bool SocketMemory::IsForeignPost(std::string_view post) const { return Find(known, KeyOf('x', post)).has_value(); }

std::optional<ChannelKind> SocketMemory::KindOfChannel(std::string_view channel) const {
  const auto kind = Find(known, KeyOf('c', channel));
  return kind ? std::optional(KindOf(*kind)) : std::nullopt;
}

std::optional<std::string> SocketMemory::RootOfPost(std::string_view post) const {
  const auto root = Find(known, KeyOf('p', post));
  if (!root) return std::nullopt;
  return *root == kNone ? std::string() : std::string(*root);
}

std::string SocketMemory::ToText() const {
  std::string text = OrNone(bot.id) + " " + OrNone(bot.name) + " " + OrNone(connection);
  for (const std::int64_t number : {next, std::int64_t{misses}, std::int64_t{missed}, newest, marked, marked_at})
    text.append(" ").append(std::to_string(number));
  return text + known;
}

SocketMemory MemoryIn(std::string_view text) {
  SocketMemory memory;
  std::string_view line = text.substr(0, text.find('\n'));
  memory.known = text.substr(line.size());
  memory.bot.id = TakeWord(line);
  memory.bot.name = TakeWord(line);
  memory.connection = TakeWord(line);
  memory.next = TakeNumber<std::int64_t>(line);
  memory.misses = TakeNumber<int>(line);
  memory.missed = TakeNumber<int>(line);
  memory.newest = TakeNumber<std::int64_t>(line);
  memory.marked = TakeNumber<std::int64_t>(line);
  memory.marked_at = TakeNumber<std::int64_t>(line);
  return memory;
}

}  // namespace frontdesk::adapters::mattermost
