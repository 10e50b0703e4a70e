// `frontdesk ask` as a stream: whatever comes in, every line gets one line, in the same order and in bounded memory.
// FRONTDESK_LONG=1 asks 100,000 lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>

#include "bot/base/text.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using nlohmann::json;

std::size_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// A line that is asked, without its break, and the id that its answer must carry.
struct Asked {
  std::string line;
  json id;
};

std::string Repeat(std::string_view piece, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += piece;
  return all;
}

// What no honest client sends. Line `number` decides which, so that a failure can be repeated.
Asked HostileLine(std::size_t number) {
  const std::string id = "\"h" + std::to_string(number) + "\"";
  const auto with = [&](const std::string& text) {
    return Asked{"{\"id\":" + id + ",\"text\":" + text + "}", json::parse(id)};
  };
  std::string words;
  switch (number % 20) {
    case 0: return {"", nullptr};
    case 1: return {" \t ", nullptr};
    case 2: return {"not json at all", nullptr};
    case 3: return {"[1,2,{\"id\":4}]", nullptr};
    case 4: return with("\"caf\xE9 \xFF\xFE reset my password\"");
    case 5: return with("\"" + Repeat("x", 65'536) + "\"");
    case 6: return with("\"" + Repeat("密", 65'536 / 3) + "\"");
    case 7: return {with("\"a").line + std::string(3, '\0') + "b\"}", nullptr};
    case 8: return with("\"reset\\u0000 my password\"");
    case 9: return {"{\"id\":" + id + ",\"text\":" + Repeat("[", 100'000), nullptr};
    case 10: return {Repeat("{\"id\":", 20'000), nullptr};
    case 11:
      for (int i = 0; i < 100'000; ++i) words += "w" + std::to_string(i) + ' ';
      return with("\"" + words + "\"");
    case 12: return {with("\"" + Repeat("long ", 300'000) + "\"").line, nullptr};
    case 13: return {"{\"id\":[1],\"text\":\"reset my password\"}", nullptr};
    case 14: return {"{\"id\":-7.25,\"text\":null}", -7.25};
    case 15: return with("{\"text\":\"reset\"}");
    case 16: return {with("\"reset my password\"").line + "\r", json::parse(id)};
    case 17: return {with("\"\\ud83d alone\"").line, nullptr};
    case 18: return {"{\"id\":1,\"id\":2,\"text\":\"twice\"}", nullptr};
    default: return with("\"" + Repeat("\xF0\x9F\x91\xA8\xE2\x80\x8D", 5'000) + "\",\"locale\":7");
  }
}

Asked OrdinaryLine(std::size_t number) {
  static constexpr std::string_view kWords[] = {"how",  "do",   "I",    "reset",         "my",   "pasword",
                                                "call", "lags", "file", "怎么",          "重置", "密码",
                                                "发票", "会议", "卡",   "notifications", "?"};
  std::mt19937_64 random(number);
  std::string text;
  for (std::size_t i = 0, count = 1 + random() % 12; i < count; ++i) {
    text += std::string(kWords[random() % std::size(kWords)]) + ' ';
  }
  json line{{"id", number}, {"text", text}};
  if (number % 3 == 0) line["locale"] = number % 2 == 0 ? "zh" : "en";
  return {line.dump(), number};
}

Asked LineOf(std::size_t number) { return number % 50 == 49 ? HostileLine(number / 50) : OrdinaryLine(number); }

// Gives one line after the other, made when it is wanted, the last without a break.
class Asking : public std::streambuf {
 public:
  Asking(std::size_t lines, std::function<void(std::size_t)> before) : lines_(lines), before_(std::move(before)) {}

 protected:
  int_type underflow() override {
    if (given_ == lines_) return traits_type::eof();
    before_(given_);
    line_ = LineOf(given_).line;
    if (++given_ < lines_) line_ += '\n';
    setg(line_.data(), line_.data(), line_.data() + line_.size());
    return line_.empty() ? traits_type::eof() : traits_type::to_int_type(line_[0]);
  }

 private:
  const std::size_t lines_;
  const std::function<void(std::size_t)> before_;
  std::size_t given_ = 0;
  std::string line_;
};

// Judges each answer as soon as it is whole, and keeps none.
class Judging : public std::streambuf {
 public:
  std::size_t answers() const { return answers_; }
  std::size_t flushed() const { return flushed_; }
  bool whole() const { return line_.empty(); }

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return 0;
    if (c != '\n') {
      line_ += traits_type::to_char_type(c);
    } else {
      Judge();
      line_.clear();
    }
    return c;
  }
  int sync() override {
    flushed_ = answers_;
    return 0;
  }

 private:
  void Judge() {
    const std::size_t number = answers_++;
    if (::testing::Test::HasFailure()) return;
    ASSERT_TRUE(base::IsUtf8(line_)) << "answer " << number;
    const json answer = json::parse(line_, nullptr, false);
    ASSERT_TRUE(answer.is_object()) << line_;
    ASSERT_EQ(answer["id"], LineOf(number).id) << "answer " << number << ": " << line_.substr(0, 200);
    ASSERT_TRUE(answer["answered"].is_boolean());
    ASSERT_TRUE(answer["confidence"] >= 0.0 && answer["confidence"] <= 1.0) << line_;
    ASSERT_LE(answer["ranked"].size(), 10u);
    ASSERT_TRUE(answer["answered"] == false || !answer["ranked"].empty()) << line_;
  }

  std::size_t answers_ = 0, flushed_ = 0;
  std::string line_;
};

class AskStream : public testing::Test {
 protected:
  AskStream() { EXPECT_EQ(RunCommand({"init", directory_.At("desk")}).code, 0); }
  int Ask(std::streambuf& in, std::streambuf& out) {
    std::istream asking(&in);
    std::ostream judging(&out);
    std::ostringstream err;
    return terminal::Run({"ask", directory_.At("desk")}, Streams{asking, judging, err, false});
  }

  TempDirectory directory_;
};

TEST_F(AskStream, EveryLineGetsALineInTheSameOrderAndBoundedMemory) {
  const std::size_t lines = std::getenv("FRONTDESK_LONG") != nullptr ? 100'000 : 3'000;
  constexpr std::size_t kAllowance = 24u << 20;
  std::size_t early = 0, most = 0;
  Asking in(lines, [&](std::size_t number) {
    if (number % 100 != 0) return;
    if (number == 2'000) early = ResidentBytes();  // every kind of line has been seen
    most = std::max(most, ResidentBytes());
  });
  Judging out;
  EXPECT_EQ(Ask(in, out), 0);
  EXPECT_EQ(out.answers(), lines);
  EXPECT_TRUE(out.whole());
  EXPECT_LT(most, early + kAllowance) << "memory must not grow with the number of lines";
}

TEST_F(AskStream, WhoWaitsForAnAnswerGetsItBeforeTheNextQuestion) {
  Judging out;
  Asking in(200, [&](std::size_t number) { EXPECT_EQ(out.flushed(), number); });
  EXPECT_EQ(Ask(in, out), 0);
  EXPECT_EQ(out.answers(), 200u);
}

// Takes a few answers, then nothing more, as a pipe does whose reader is gone.
class Closing : public std::streambuf {
 public:
  int taken = 0;

 protected:
  int_type overflow(int_type c) override { return ++taken > 1'000 ? traits_type::eof() : c; }
};

TEST_F(AskStream, EndsWithAnErrorWhenNobodyTakesTheAnswers) {
  std::size_t asked = 0;
  Asking in(100'000, [&](std::size_t number) { asked = number; });
  Closing out;
  EXPECT_EQ(Ask(in, out), 1);
  EXPECT_LT(asked, 1'000u);
}

TEST(AskExplain, SaysWhyInTheLineOrForPeople) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const std::string question = "{\"id\":1,\"text\":\"opning hours\"}\n";
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"ask", small, "--explain"}, {"ask", "--explain", small}}) {
    const json answer = json::parse(RunCommand(arguments, question).out);
    EXPECT_EQ(answer["explain"]["mended"][0]["read"], "opening");
  }
  EXPECT_THAT(RunCommand({"ask", small, "--explain=text"}, question).out,
              testing::HasSubstr("mended      opning -> opening\n"));
  EXPECT_EQ(RunCommand({"ask", small, "--explain=loudly"}, question).code, 2);
}

}  // namespace
}  // namespace frontdesk::terminal
