// Every mistake of config_errors.txt is found at its place, with a way to mend it, and no secret comes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "adapters/registry.h"
#include "bot/base/text.h"
#include "bot/runtime/config.h"

namespace frontdesk::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct ErrorCase {
  std::string name, yaml, says;
};

// What stands for the types of accounts that this version serves.
constexpr std::string_view kTypes = "{types}";

std::string WithTypes(std::string text) {
  std::string types;
  for (const std::string_view type : adapters::AccountTypes()) types += (types.empty() ? "" : ", ") + std::string(type);
  for (std::size_t at = text.find(kTypes); at != std::string::npos; at = text.find(kTypes, at))
    text.replace(at, kTypes.size(), types);
  return text;
}

std::vector<ErrorCase> ReadCases() {
  std::ifstream in(FD_SOURCE_DIR "/tests/runtime/config_errors.txt", std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  std::vector<ErrorCase> cases;
  std::string* part = nullptr;
  for (const std::string& line : base::SplitLines(text.str())) {
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), "", ""});
      part = &cases.back().yaml;
    } else if (part == nullptr || line.empty()) {
      continue;
    } else if (line == "-- says") {
      part = &cases.back().says;
    } else {
      *part += line + "\n";
    }
  }
  return cases;
}

std::string FindingsOf(const std::string& yaml) {
  base::Findings findings;
  ReadConfig({"frontdesk.yaml", yaml}, "/srv/desk", findings);
  std::string lines;
  for (const base::Finding& finding : findings.Sorted()) lines += base::ToString(finding) + "\n";
  return lines;
}

// Whatever of these came back would be a leak.
void SetTestSecrets() {
  ::setenv("FD_TEST_HOOK_SECRET", "whsec_Q0FOQVJZQ0FOQVJZQ0FOQVJZQ0FOQVJZ", 1);
  ::setenv("FD_TEST_WORD", "CANARYcanary0123456789", 1);
  ::setenv("FD_TEST_SHORT_SECRET", "CANARY", 1);
  ::setenv("FD_TEST_EMPTY", "", 1);
  ::unsetenv("FD_TEST_NOT_SET");
}

TEST(Config, SaysWhatIsWrongWhereAndHowToMendIt) {
  SetTestSecrets();
  const std::vector<ErrorCase> cases = ReadCases();
  ASSERT_GE(cases.size(), 94u);
  for (const ErrorCase& error_case : cases) {
    EXPECT_FALSE(error_case.says.empty()) << error_case.name;
    EXPECT_EQ(FindingsOf(error_case.yaml), WithTypes(error_case.says)) << "in the case: " << error_case.name << "\n"
                                                                       << error_case.yaml;
  }
}

TEST(Config, NeverRepeatsASecret) {
  SetTestSecrets();
  for (const ErrorCase& error_case : ReadCases())
    EXPECT_THAT(FindingsOf(error_case.yaml), Not(HasSubstr("CANARY"))) << error_case.name;
}

TEST(Config, SurvivesBytesThatAreNoText) {
  EXPECT_THAT(FindingsOf("frontdesk: \xff\xfe"), HasSubstr("frontdesk.yaml: error: not UTF-8"));
  EXPECT_THAT(FindingsOf(std::string("frontdesk: 1\0", 13)), HasSubstr("error"));
  EXPECT_THAT(FindingsOf(std::string(2 << 20, '#')), HasSubstr("larger than 1 MB"));
  EXPECT_THAT(FindingsOf(std::string(200'000, '[')), HasSubstr("error"));
}

Config Read(const std::string& yaml, const std::string& directory = "/srv/desk") {
  base::Findings findings;
  auto config =
      ReadConfig({"frontdesk.yaml", "frontdesk: 1\naccounts: {widget: {type: web}}\n" + yaml}, directory, findings);
  EXPECT_FALSE(findings.HasErrors());
  return config.value_or(Config{});
}

TEST(Config, HasSafeDefaults) {
  const Config config = Read("");
  EXPECT_EQ(config.listen, "127.0.0.1:8080");
  EXPECT_EQ(config.data, "/srv/desk/data");
  EXPECT_EQ(config.locales, std::vector<std::string>{"en"});
  EXPECT_EQ(config.desk.queues, std::vector<std::string>{"general"});
  EXPECT_EQ(config.limits.connections_per_address, 200);
  EXPECT_EQ(config.burst, base::Millis{1500});
  EXPECT_TRUE(config.tls.certificate.empty());
}

TEST(Config, MakesPathsRelativeToTheWorkspaceAbsolute) {
  const Config config = Read("data: ../data\ntls: {certificate: tls/cert.pem, key: file:/etc/key.pem}\n");
  EXPECT_EQ(config.data, "/srv/data");
  EXPECT_EQ(config.tls.certificate, "/srv/desk/tls/cert.pem");
  EXPECT_EQ(config.tls.key, "/etc/key.pem");
}

TEST(Config, KeepsTheOrderOfQueuesBecauseTheFirstIsTheDefault) {
  EXPECT_EQ(Read("desk: {queues: {tech: {}, general: {}, av: {}}}").desk.queues,
            (std::vector<std::string>{"tech", "general", "av"}));
}

TEST(Config, GivesTheBrainTheGreetingOfAnAccountUnderItsOwnName) {
  base::Findings findings;
  const auto config = ReadConfig({"frontdesk.yaml",
                                  "frontdesk: 1\nlocales: [en, zh]\ngreeting: {en: Hello, zh: 您好}\n"
                                  "accounts: {shop: {type: web, greeting: {en: Hi shopper, zh: 欢迎}}}\n"},
                                 "/srv/desk", findings);
  ASSERT_TRUE(config);
  const core::Policy policy = PolicyOf(*config);
  EXPECT_EQ(policy.greeting.at("en"), "Hello");
  EXPECT_EQ(policy.greeting.at("shop/en"), "Hi shopper");
  EXPECT_EQ(policy.greeting.at("shop/zh"), "欢迎");
}

TEST(Config, ReadsWaitsWithTheirUnit) {
  EXPECT_EQ(ParseWait("1500ms"), base::Millis{1500});
  EXPECT_EQ(ParseWait("2s"), base::Millis{2000});
  EXPECT_EQ(ParseWait("0"), base::Millis{0});
  EXPECT_FALSE(ParseWait("1500"));
  EXPECT_FALSE(ParseWait("-3ms"));
  EXPECT_FALSE(ParseWait("ms"));
  EXPECT_FALSE(ParseWait(""));
  EXPECT_FALSE(ParseWait("99999999999999999999ms"));
}

TEST(Config, ReadsAddressesToListenOn) {
  EXPECT_EQ(ParseListen("[::1]:8080")->host, "::1");
  EXPECT_EQ(ParseListen("localhost:0")->port, 0);
  for (const char* wrong : {"", ":", ":80", "a", "a:b", "a:-1", "a:1 ", "[::1", "[]:1", "a/b:1", "u@h:1", "::1:80"})
    EXPECT_FALSE(ParseListen(wrong)) << wrong;
}

}  // namespace
}  // namespace frontdesk::runtime
