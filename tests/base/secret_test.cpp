// Secrets come by reference only, and never leave through an error.
#include "bot/base/secret.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <concepts>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <type_traits>

#include "bot/base/log.h"

namespace frontdesk::base {
namespace {

using testing::HasSubstr;
using testing::Not;

static_assert(!std::equality_comparable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_constructible_v<LogField, LogName, Secret>);

// A file that goes away with the object.
struct SecretFile {
  explicit SecretFile(const std::string& bytes)
      : path(std::filesystem::temp_directory_path() / ("frontdesk-secret-" + std::to_string(::getpid()))) {
    std::ofstream(path) << bytes;
  }
  ~SecretFile() { std::filesystem::remove(path); }
  std::filesystem::path path;
};

TEST(Secret, IsReadFromTheEnvironment) {
  ::setenv("FRONTDESK_TEST_SECRET", "CANARY-1", 1);
  EXPECT_EQ(ReadSecret("env:FRONTDESK_TEST_SECRET", {})->Reveal(), "CANARY-1");
  ::unsetenv("FRONTDESK_TEST_SECRET");
  const auto missing = ReadSecret("env:FRONTDESK_TEST_SECRET", {});
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("FRONTDESK_TEST_SECRET is not set"));
}

TEST(Secret, IsReadFromAFileWithoutItsFinalNewline) {
  const SecretFile file("CANARY-2\r\n");
  EXPECT_EQ(ReadSecret("file:" + file.path.string(), "/elsewhere")->Reveal(), "CANARY-2");
  const std::string directory = file.path.parent_path().string();
  EXPECT_EQ(ReadSecret("file:" + file.path.filename().string(), directory)->Reveal(), "CANARY-2");
}

TEST(Secret, IsRefusedWhereItsFileIsEmptyOrMissing) {
  const SecretFile newline("\n"), empty("");
  EXPECT_FALSE(ReadSecret("file:" + newline.path.string(), {}));
  EXPECT_FALSE(ReadSecret("file:/no/such/file", {}));
  EXPECT_FALSE(ReadSecret("file:/", {}));
}

TEST(Secret, IsRefusedInPlainWritingWithoutBeingRepeated) {
  for (const std::string text : {"CANARY-3", "", "ENV:CANARY-3", "http://CANARY-3"}) {
    const auto plain = ReadSecret(text, {});
    ASSERT_FALSE(plain);
    EXPECT_THAT(plain.error().message, HasSubstr("env:NAME"));
    EXPECT_THAT(plain.error().message + plain.error().where, Not(HasSubstr("CANARY")));
  }
}

TEST(Secret, MatchesOnlyItselfAndNothingWhenEmpty) {
  EXPECT_TRUE(Secret("x").Matches("x"));
  EXPECT_FALSE(Secret("x").Matches("y"));
  EXPECT_FALSE(Secret("x").Matches(""));
  EXPECT_FALSE(Secret("").Matches(""));
  EXPECT_FALSE(Secret().Matches(""));
}

}  // namespace
}  // namespace frontdesk::base
