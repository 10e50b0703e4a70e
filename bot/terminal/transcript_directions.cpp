#include "bot/terminal/transcript_directions.h"

#include <array>

#include "bot/base/text.h"
#include "bot/runtime/config.h"
#include "bot/terminal/transcript_words.h"

namespace frontdesk::terminal {

namespace {

using Body = std::optional<LineBody>;

constexpr auto kDirections = std::to_array<std::string_view>(
    {"bot restarts", "silence", "duplicate of the last event arrives", "platform loses the answer",
     "platform refuses the message", "nobody is on duty", "1h pass", "article ID now reads: TEXT", "article ID is gone",
     "WHO writes on ACCOUNT", "WHO is signed in as USER plan=pro", "appstore posts: TEXT", "VERSION is released",
     "general is served 09:00-18:00 in Asia/Shanghai", "general is closed on 2026-10-01", "DESK takes over",
     "DESK gives it back"});

// "ID is gone", or "ID now reads: TEXT".
Body ReadArticleChange(std::string_view rest) {
  constexpr std::string_view kReads = "now reads:";
  std::string article(TakeWord(rest));
  if (rest == "is gone") return ArticleChanges{std::move(article), std::nullopt};
  if (!rest.starts_with(kReads)) return std::nullopt;
  return ArticleChanges{std::move(article), std::string(base::Trim(rest.substr(kReads.size())))};
}

// "WHO writes on ACCOUNT", or "WHO is signed in as USER", with attributes or without.
Body ReadWhoChange(std::string_view words) {
  constexpr std::string_view kWrites = "writes on ", kSigned = "is signed in as ";
  std::string_view rest = words;
  std::string who(TakeWord(rest));
  if (rest.starts_with(kWrites)) return WritesOn{std::move(who), std::string(rest.substr(kWrites.size()))};
  if (!rest.starts_with(kSigned)) return std::nullopt;
  rest.remove_prefix(kSigned.size());
  std::string user(TakeWord(rest));
  auto attributes = ReadPairs(rest);
  if (user.empty() || !attributes) return std::nullopt;
  return SignsIn{std::move(who), std::move(user), std::move(*attributes)};
}

// "VERSION is released", "NAME posts: TEXT", "QUEUE is served SHIFT in ZONE", "QUEUE is closed on DAY".
Body ReadElsewhere(std::string_view words) {
  constexpr std::string_view kServed = "is served ", kIn = " in ", kClosed = "is closed on ", kPosts = "posts:";
  std::string name(TakeWord(words));
  if (words == "is released") return Releases{std::move(name)};
  if (words.starts_with(kPosts)) return Posts{std::move(name), WithBreaks(base::Trim(words.substr(kPosts.size())))};
  if (words.starts_with(kClosed)) {
    std::string day = desk::ParseDay(words.substr(kClosed.size()));
    if (!day.empty()) return Closes{std::move(name), std::move(day)};
  }
  const std::size_t in = words.find(kIn);
  if (!words.starts_with(kServed) || in == std::string_view::npos) return std::nullopt;
  const auto shift = desk::ParseShift(words.substr(kServed.size(), in - kServed.size()));
  std::string zone(words.substr(in + kIn.size()));
  if (!shift || !desk::IsZone(zone)) return std::nullopt;
  return Serves{std::move(name), std::move(zone), *shift};
}

// "DESK takes over", "DESK gives it back": a desk that is no part of us; its name may have several words.
Body ReadOtherDesk(std::string_view words) {
  constexpr std::string_view kTakes = " takes over", kGives = " gives it back";
  for (const std::string_view verb : {kTakes, kGives}) {
    if (!words.ends_with(verb)) continue;
    const std::string_view desk = base::Trim(words.substr(0, words.size() - verb.size()));
    if (!desk.empty()) return MovesDesk{std::string(desk), verb == kTakes};
  }
  return std::nullopt;
}

}  // namespace

std::optional<LineBody> WorldFrom(std::string_view words) {
  if (words == "platform loses the answer") return LosesAnswer{};
  if (words == "platform refuses the message") return RefusesMessage{};
  if (words == "nobody is on duty") return ClosesDesk{};
  return std::nullopt;
}

std::optional<LineBody> DirectionFrom(std::string_view words) {
  if (words == "bot restarts") return Restarts{};
  if (words == "silence") return Silence{};
  if (words == "duplicate of the last event arrives") return Repeats{};
  if (Body world = WorldFrom(words)) return world;
  if (words.starts_with("article ")) {
    if (Body change = ReadArticleChange(words.substr(8))) return change;
  }
  if (Body change = ReadWhoChange(words)) return change;
  if (Body elsewhere = ReadElsewhere(words)) return elsewhere;
  if (Body desk = ReadOtherDesk(words)) return desk;
  std::string_view rest = words;
  const auto time = runtime::ParseWait(TakeWord(rest));
  if (time && (rest == "pass" || rest == "passes")) return Passes{*time};
  return std::nullopt;
}

std::string DidYouMeanDirection(std::string_view words) { return base::DidYouMean(words, kDirections); }

}  // namespace frontdesk::terminal
