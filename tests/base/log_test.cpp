// A log is lines of JSON: one event, one line, whatever stands in a field.
#include "bot/base/log.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <thread>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::base {
namespace {

using testing::SizeIs;

// What `write` logs, line by line.
template <typename Write>
std::vector<std::string> Logged(Write write) {
  testing::internal::CaptureStderr();
  write();
  return SplitLines(testing::internal::GetCapturedStderr());
}

TEST(Log, IsOneJsonObjectALine) {
  const auto lines = Logged([] {
    Log(LogLevel::kInfo, "started", {{"port", 8080}, {"share", 0.5}, {"tls", false}, {"name", "widget"}});
  });
  ASSERT_THAT(lines, SizeIs(1));
  const auto line = *ParseJson(lines[0]);
  EXPECT_EQ(TextAt(line, "event"), "started");
  EXPECT_EQ(TextAt(line, "level"), "info");
  EXPECT_EQ(IntAt(line, "port"), 8080);
  EXPECT_EQ(line["share"], 0.5);
  EXPECT_EQ(line["tls"], false);
  EXPECT_EQ(TextAt(line, "name"), "widget");
  EXPECT_THAT(TextAt(line, "at"), testing::MatchesRegex("....-..-..T..:..:..\\....Z"));
}

TEST(Log, StaysOneLineWhateverAFieldHolds) {
  const std::vector<std::string> values = {"a\nb\r\n{\"event\":\"forged\"}",
                                           std::string("a\0b", 3),
                                           "\x1B[31m\x7F",
                                           "\xE2\x80\xA8 \"\\",
                                           "\xFF\xC0 not text",
                                           "{} {0} %v %s",
                                           ""};
  for (const std::string& value : values) {
    const auto lines = Logged([&] { Log(LogLevel::kWarning, "odd", {{"value", value}}); });
    ASSERT_THAT(lines, SizeIs(1));
    const auto line = ParseJson(lines[0]);
    ASSERT_TRUE(line) << lines[0];
    EXPECT_EQ(TextAt(*line, "event"), "odd");
    EXPECT_TRUE(!IsUtf8(value) || TextAt(*line, "value") == value) << lines[0];
  }
}

TEST(Log, HoldsNumbersThatJsonCannot) {
  for (const double value : {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    const auto lines = Logged([&] { Log(LogLevel::kInfo, "odd", {{"value", value}}); });
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_TRUE(ParseJson(lines[0])) << lines[0];
  }
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  const auto lines = Logged([] {
    SetLogLevel(LogLevel::kWarning);
    Log(LogLevel::kDebug, "debug");
    Log(LogLevel::kInfo, "info");
    Log(LogLevel::kWarning, "warning");
    Log(LogLevel::kError, "error");
    SetLogLevel(LogLevel::kInfo);
  });
  EXPECT_THAT(lines, SizeIs(2));
}

TEST(Log, OfManyThreadsKeepsItsLinesWhole) {
  const auto lines = Logged([] {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([] {
        for (int i = 0; i < 100; ++i) Log(LogLevel::kInfo, "tick", {{"text", std::string(200, 'x')}});
      });
    for (std::thread& thread : threads) thread.join();
  });
  EXPECT_THAT(lines, SizeIs(400));
  EXPECT_TRUE(
      std::all_of(lines.begin(), lines.end(), [](const std::string& line) { return ParseJson(line).has_value(); }));
}

}  // namespace
}  // namespace frontdesk::base
