// Each captured request gives just what its .expect says.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/contract/event_text.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr std::size_t kFewestFixtures = 12;

std::filesystem::path FolderOf(const Entry& entry) {
  return std::filesystem::path(FD_SOURCE_DIR) / "tests/fixtures" / entry.platform;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::filesystem::path> FilesOf(const Entry& entry, std::string_view ending) {
  std::set<std::filesystem::path> files;
  if (!std::filesystem::exists(FolderOf(entry))) return files;
  for (const auto& file : std::filesystem::directory_iterator(FolderOf(entry)))
    if (file.path().extension() == ending) files.insert(file.path());
  return files;
}

std::string EndingOf(const Entry& entry) { return entry.wire == Entry::Wire::kStanza ? ".xml" : ".http"; }

base::Result<Request> ReadCaptured(const Entry& entry, const std::filesystem::path& file) {
  if (entry.wire == Entry::Wire::kStanza) return Request{"", "", {}, ReadFile(file)};
  return fakes::ReadHookRequest(ReadFile(file));
}

json WhatItGives(const Entry& entry, const adapters::Settings& settings, const Request& request, base::TimePoint at) {
  const Outcome outcome =
      entry.read_captured ? entry.read_captured(request, settings, at) : Try(entry, settings, request, at);
  for (const base::Event& event : outcome.events) EXPECT_EQ(event.address.account, entry.account);
  json given = OutcomeJson(entry, outcome);
  if (entry.beside) given.update(entry.beside(request));
  return given;
}

base::TimePoint TimeOf(const Entry& entry, const json& expect) {
  if (!expect.contains("at")) return entry.captured_at;
  if (expect["at"].is_number_integer()) return base::FromMillis(expect["at"].get<std::int64_t>());
  const auto time = base::ParseTime(expect["at"].get<std::string>());
  EXPECT_TRUE(time.has_value()) << expect["at"];
  return time.value_or(entry.captured_at);
}

class CapturedRequests : public ::testing::TestWithParam<Entry> {};

TEST_P(CapturedRequests, EachHasWhatItGives) {
  for (const auto& file : FilesOf(GetParam(), EndingOf(GetParam())))
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(file).replace_extension(".expect"))) << file;
  for (const auto& file : FilesOf(GetParam(), ".expect"))
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(file).replace_extension(EndingOf(GetParam())))) << file;
}

TEST_P(CapturedRequests, GiveWhatTheirExpectationsSay) {
  const Entry& entry = GetParam();
  const auto settings = SettingsOf(entry, entry.secrets, entry.api);
  ASSERT_TRUE(settings.has_value()) << settings.error().message;
  std::size_t tried = 0;
  for (const auto& file : FilesOf(entry, EndingOf(entry))) {
    SCOPED_TRACE(file.filename().string());
    const json expect = json::parse(ReadFile(std::filesystem::path(file).replace_extension(".expect")), nullptr, false);
    ASSERT_TRUE(expect.is_object());
    const auto request = ReadCaptured(entry, file);
    ASSERT_TRUE(request.has_value()) << request.error().message;
    EXPECT_EQ(WhatItGives(entry, *settings, *request, TimeOf(entry, expect)), Expected(expect));
    ++tried;
  }
  EXPECT_GE(tried, kFewestFixtures);
}

// What goes through Verify and Parse must not depend on anything but the request and the Env.
TEST_P(CapturedRequests, GiveTheSameASecondTime) {
  const Entry& entry = GetParam();
  const auto settings = SettingsOf(entry, entry.secrets, entry.api);
  ASSERT_TRUE(settings.has_value());
  for (const auto& file : FilesOf(entry, EndingOf(entry))) {
    const auto request = ReadCaptured(entry, file);
    ASSERT_TRUE(request.has_value());
    const json once = WhatItGives(entry, *settings, *request, entry.captured_at);
    EXPECT_EQ(WhatItGives(entry, *settings, *request, entry.captured_at), once) << file.filename();
  }
}

INSTANTIATE_TEST_SUITE_P(Of, CapturedRequests, ::testing::ValuesIn(Entries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
