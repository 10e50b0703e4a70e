#include "tests/contract/rendering.h"

#include <cstdlib>

#include "bot/base/text.h"

namespace frontdesk::contract {

namespace {

constexpr std::string_view kRandom = "0123456789abcdef0123456789abcdef";
constexpr base::TimePoint kNow = base::TimePoint{base::Millis{1'800'000'000'000}};

fakes::Script ScriptOf(const Entry& entry) {
  auto script = fakes::ReadScript(entry.script, entry.platform);
  if (!script) {
    std::fprintf(stderr, "%s\n", script.error().message.c_str());
    std::abort();
  }
  return std::move(*script);
}

// "http://127.0.0.1:1/a?b" -> "/a?b"
std::string TargetOf(const std::string& url) {
  const std::size_t host = url.find("://");
  const std::size_t slash = url.find('/', host == std::string::npos ? 0 : host + 3);
  return slash == std::string::npos ? "/" : url.substr(slash);
}

bool IsBetween(char32_t point, char32_t least, char32_t most) { return point >= least && point <= most; }

// ASCII but for letters and digits, controls, spaces, marks of direction and what is no character.
bool IsInvisible(char32_t point) {
  if (point < 0x80) return !std::isalnum(static_cast<int>(point));
  return IsBetween(point, 0x80, 0xa0) || IsBetween(point, 0x200b, 0x200f) || IsBetween(point, 0x2028, 0x202e) ||
         IsBetween(point, 0x2060, 0x2069) || IsBetween(point, 0xfffd, 0xffff) || point == 0xfeff || point == 0x3000;
}

// Without the numbers that stand in for characters that turn a line or hide in it: "‹U+202E›".
std::string WithoutNumbers(std::string_view text) {
  constexpr std::string_view kOpen = "\u2039U+", kClose = "\u203a";
  std::string rest;
  while (true) {
    const std::size_t open = text.find(kOpen);
    const std::size_t close = open == std::string_view::npos ? open : text.find(kClose, open);
    if (close == std::string_view::npos || close - open > kOpen.size() + 6) return rest.append(text);
    rest.append(text.substr(0, open));
    text.remove_prefix(close + kClose.size());
  }
}

// The code points of well-formed UTF-8.
std::u32string PointsOf(std::string_view text) {
  std::u32string points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t point = size == 1 ? lead : lead & (0xff >> (size + 1));
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k)
      point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    points += point;
    i += size;
  }
  return points;
}

}  // namespace

Rendering::Rendering(const Entry& entry, adapters::Settings settings)
    : entry_(entry), settings_(std::move(settings)), player_(ScriptOf(entry), log_, faults_) {}

adapters::Env Rendering::Env() const { return {kNow, settings_, kRandom, token_}; }

const std::string& Rendering::Token() {
  const adapters::TokenRecipe* recipe = AdapterOf(entry_).token();
  if (recipe == nullptr || !token_.empty()) return token_;
  const auto made = recipe->Make(Env());
  if (!made) return token_;
  if (const auto* token = std::get_if<adapters::Token>(&*made)) {
    token_ = token->value.Reveal();
  } else if (const auto read = recipe->Read(Play(std::get<adapters::Call>(*made)), Env())) {
    token_ = read->value.Reveal();
  }
  return token_;
}

adapters::HttpAnswer Rendering::Play(const adapters::Call& call) {
  const fakes::Played played = player_.Play({call.method, TargetOf(call.url), call.headers, call.body});
  return {played.answer.status, played.answer.headers, played.answer.body};
}

Rendered Rendering::Bring(const base::Message& message, std::int64_t id) {
  const adapters::Adapter& adapter = AdapterOf(entry_);
  Token();
  const base::Address address{entry_.account, "user1", ""};
  const std::string body = ToJson(message);
  const adapters::Row row{id, id, kNow, "bot", "event", body};
  const std::size_t before = log_.Read().delivered.size();
  std::vector<adapters::HttpAnswer> answers;
  Rendered rendered;
  int part = 0;
  for (int step = 0; step < kMostSteps; ++step) {
    adapters::Sending sending{address, row, message, part, answers};
    if (entry_.path) sending.path = &*entry_.path;
    const auto next = adapter.Next(sending, Env());
    if (!next) return rendered.problem = "Next: " + next.error().message, rendered;
    if (std::holds_alternative<adapters::Done>(*next)) {
      const auto delivered = log_.Read().delivered;
      for (std::size_t i = before; i < delivered.size(); ++i) {
        rendered.wire.push_back(delivered[i].text);
        rendered.texts.push_back(entry_.words_of_text ? entry_.words_of_text(delivered[i].text) : delivered[i].text);
      }
      return rendered;
    }
    if (const auto* frame = std::get_if<adapters::Frame>(&*next)) {
      if (frame->id.empty()) return rendered.problem = "a question, where a message was due", rendered;
      rendered.frames.push_back(*frame);
      rendered.texts.push_back(entry_.words_of_frame(frame->bytes));
      rendered.wire.push_back(rendered.texts.back());
      ++part;
      continue;
    }
    const adapters::Call& call = std::get<adapters::Call>(*next);
    rendered.calls.push_back(call);
    const adapters::HttpAnswer answer = Play(call);
    const adapters::SendResult result = adapter.Classify(call, {answer, false});
    if (result.kind != adapters::SendResult::Kind::kSent)
      return rendered.problem = call.url + " " + std::to_string(answer.status) + " " + answer.body, rendered;
    if (call.delivers) {
      ++part;
      answers.clear();
    } else {
      answers.push_back(answer);
    }
  }
  return rendered.problem = "no end after " + std::to_string(kMostSteps) + " steps", rendered;
}

base::Result<adapters::Call> Rendering::OneCall() {
  const Rendered rendered = Bring(base::Say("hello"));
  for (const adapters::Call& call : rendered.calls)
    if (call.delivers) return call;
  return base::Fail(base::ErrorCode::kInternal, "nothing was delivered: " + rendered.problem);
}

std::string Essence(std::string_view text) {
  std::string essence;
  for (const char32_t point : PointsOf(WithoutNumbers(text)))
    if (!IsInvisible(point)) base::AppendUtf8(point, essence);
  return essence;
}

std::size_t SizeIn(adapters::Capabilities::Unit unit, std::string_view text) {
  if (unit == adapters::Capabilities::Unit::kBytes) return text.size();
  const std::u32string points = PointsOf(text);
  std::size_t size = points.size();
  if (unit == adapters::Capabilities::Unit::kUtf16)
    for (const char32_t point : points) size += point > 0xffff ? 1 : 0;
  return size;
}

}  // namespace frontdesk::contract
