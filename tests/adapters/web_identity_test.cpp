// Who a visitor is, as the customer's own server signed it; PROMISES threat 7.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "adapters/web/identity.h"
#include "adapters/web/visitor_cookie.h"
#include "bot/base/crypto.h"

namespace frontdesk::adapters::web {
namespace {

using nlohmann::json;

class WebIdentity : public ::testing::Test {
 protected:
  static constexpr base::TimePoint kNow{std::chrono::seconds(1767225600)};
  const base::Secret secret_{"the shop's secret"};

  static json User(std::int64_t good_for = 3600) {
    return {{"id", "u-17"},
            {"name", "Ada"},
            {"attributes", {{"plan", "pro"}, {"seats", 12}}},
            {"exp", 1767225600 + good_for}};
  }
  static std::string Sign(const std::string& text, const std::string& secret = "the shop's secret") {
    const std::string head = base::Base64UrlEncode(text);
    return head + "." + base::Base64UrlEncode(base::HmacSha256(secret, head));
  }
  auto Read(const std::string& token, base::TimePoint now = kNow) const { return ReadIdentity(token, secret_, now); }
};

TEST_F(WebIdentity, IsWhatTheCustomersServerSigned) {
  const auto user = Read(Sign(User().dump()));
  ASSERT_TRUE(user);
  EXPECT_EQ(user->id, "u-17");
  EXPECT_EQ(user->name, "Ada");
  ASSERT_EQ(user->attributes.size(), 2u);
  EXPECT_EQ(user->attributes[0].value, "pro");
  EXPECT_EQ(user->attributes[1].value, "12");
}

TEST_F(WebIdentity, IsNobodysWithoutARightCode) {
  const std::string token = Sign(User().dump());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string bent = token;
    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Read(bent)) << i;
  }
  const std::string head = token.substr(0, token.find('.'));
  for (const std::string& wrong :
       {std::string(), std::string("."), head, head + ".", "." + token, token + "A", token + "=",
        Sign(User().dump(), ""), Sign(User().dump(), "another secret"), std::string(kMaxIdentityToken + 1, 'A')})
    EXPECT_FALSE(Read(wrong)) << wrong.substr(0, 80);
  EXPECT_FALSE(ReadIdentity(Sign(User().dump(), ""), base::Secret(), kNow)) << "no secret is no empty secret";
}

TEST_F(WebIdentity, IsGoodForADayAtMost) {
  EXPECT_TRUE(Read(Sign(User(86'400).dump())));
  EXPECT_FALSE(Read(Sign(User(86'401).dump())));
  EXPECT_FALSE(Read(Sign(User().dump()), kNow + std::chrono::seconds(3600)));
  json endless = User();
  endless.erase("exp");
  EXPECT_FALSE(Read(Sign(endless.dump())));
}

TEST_F(WebIdentity, NeedsAnIdAndSurvivesNonsense) {
  for (const char* text : {"", "{}", "[]", "null", "17", "{\"id\":17,\"exp\":1767229200}",
                           "{\"id\":\" \",\"exp\":1767229200}", "not JSON", "\xff\xfe"})
    EXPECT_FALSE(Read(Sign(text))) << text;
  json odd = User();
  odd["attributes"] = json::array({1, 2});
  ASSERT_TRUE(Read(Sign(odd.dump())));
  EXPECT_TRUE(Read(Sign(odd.dump()))->attributes.empty());
}

TEST_F(WebIdentity, AUserIsOneVisitorInEveryBrowserAndNoRandomOne) {
  const base::Secret key("visitors");
  const std::string visitor = VisitorOfUser("u-17", "widget", key);
  EXPECT_EQ(visitor.size(), kVisitorIdSize);
  EXPECT_EQ(visitor, VisitorOfUser("u-17", "widget", key));
  EXPECT_NE(visitor, VisitorOfUser("u-18", "widget", key));
  EXPECT_NE(visitor, VisitorOfUser("u-17", "shop", key));
  EXPECT_TRUE(IsVisitorOfUser(visitor));
  EXPECT_FALSE(IsVisitorOfUser(std::string(32, 'f')));
  EXPECT_TRUE(VisitorOf(VisitorCookie(visitor, "widget", "", key), "widget", "", key));
}

}  // namespace
}  // namespace frontdesk::adapters::web
