// The secret at the end of an address.
#include <gtest/gtest.h>

#include "adapters/common/path_secret.h"

namespace frontdesk::adapters::common {
namespace {

bool Opens(std::string_view path, const std::string& secret) {
  RawRequest request{};
  request.path = path;
  return HasPathSecret(request, base::Secret(secret));
}

TEST(PathSecret, IsTheWholeLastSegment) {
  const std::string secret = "0123456789abcdef0123";
  EXPECT_TRUE(Opens("/hooks/easemob/0123456789abcdef0123", secret));
  for (const std::string path : {"", "/", "/hooks/easemob", "/hooks/easemob/", "/hooks/easemob/0123456789abcdef012",
                                 "/hooks/easemob/0123456789abcdef01234", "/hooks/easemob/0123456789abcdef0123/",
                                 "/hooks/0123456789abcdef0123/easemob", "/hooks/easemob/0123456789ABCDEF0123"})
    EXPECT_FALSE(Opens(path, secret)) << path;
}

TEST(PathSecret, ThatIsEmptyOpensNothing) {
  EXPECT_FALSE(Opens("/hooks/easemob/", ""));
  EXPECT_FALSE(Opens("", ""));
}

TEST(PathSecret, CannotBeGuessedNorChangedByAnAddress) {
  EXPECT_TRUE(CheckPathSecret(base::Secret("abcDEF-._~012345"), "path_secret"));
  for (const std::string weak : {"", "short", "fifteen-letters", "with a space in the middle",
                                 "with/slash/in/the/middle", "prozent%20prozent%20", "ümlaut-ümlaut-ümlaut"}) {
    const auto status = CheckPathSecret(base::Secret(weak), "path_secret");
    ASSERT_FALSE(status) << weak;
    EXPECT_NE(status.error().message.find("path_secret"), std::string::npos);
    EXPECT_TRUE(weak.empty() || status.error().message.find(weak) == std::string::npos) << "the secret is not named";
  }
}

}  // namespace
}  // namespace frontdesk::adapters::common
