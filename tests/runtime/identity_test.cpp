// A visitor who is signed in: one conversation in every browser, known to the desk, and nobody's after signing out.
#include <gmock/gmock.h>

#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SignedVisitors : public LiveDesk {
 protected:
  SignedVisitors() {
    WriteFile(directory_ / "identity.key", "the shop's secret");
    WriteFile(directory_ / "frontdesk.yaml",
              std::string(kWorkspaceFile) +
                  "  app: {type: web, identity: ours, identity_secret: file:identity.key}\n"
                  "  site: {type: web, identity: ours, identity_secret: file:identity.key}\n");
    AddAgent("kim", "Kim");
    Start();
  }
  std::string Token(const std::string& user, const std::string& secret = "the shop's secret") const {
    const auto end = base::ToMillis(clock_.Now()) / 1000 + 600;
    const json value = {{"id", user}, {"name", "Ada of " + user}, {"attributes", {{"plan", "pro"}}}, {"exp", end}};
    const std::string head = base::Base64UrlEncode(value.dump());
    return head + "." + base::Base64UrlEncode(base::HmacSha256(secret, head));
  }
  Answer Session(const std::string& account, const std::string& token, const std::string& cookie = {}) {
    const json body = token.empty() ? json::object() : json{{"identity", token}};
    return Post("/web/" + account + "/session", body.dump(), cookie.empty() ? Headers{} : Headers{{"Cookie", cookie}});
  }
  static std::string VisitorIn(const Answer& answer) { return answer.Json().value("visitor", ""); }
  int Say(const std::string& account, const std::string& cookie, const std::string& id, const std::string& text) {
    return Post("/web/" + account + "/events", json{{"id", id}, {"type", "message"}, {"text", text}}.dump(),
                {{"Cookie", cookie}})
        .status;
  }
};

TEST_F(SignedVisitors, AreTheSameInEveryBrowserAndAnonymousAfterSigningOut) {
  const Answer one = Session("app", Token("u-17")), two = Session("app", Token("u-17"));
  EXPECT_EQ(VisitorIn(one), VisitorIn(two));
  EXPECT_NE(VisitorIn(one), VisitorIn(Session("app", Token("u-18"))));
  const Answer out = Session("app", {}, one.Cookie());
  EXPECT_NE(VisitorIn(out), VisitorIn(one));
  EXPECT_EQ(VisitorIn(Session("app", {}, out.Cookie())), VisitorIn(out)) << "an anonymous cookie is kept";
  EXPECT_NE(VisitorIn(Session("app", Token("u-17", "a guess"))), VisitorIn(one)) << "a wrong token is no token";
  EXPECT_NE(VisitorIn(Session("widget", Token("u-17"))), VisitorIn(one)) << "an account without a secret signs nobody";
}

TEST_F(SignedVisitors, StandOnTheCardWithWhatIsKnownOfThemAndTheirOtherAccounts) {
  const std::string app = Session("app", Token("u-17")).Cookie(), site = Session("site", Token("u-17")).Cookie();
  ASSERT_EQ(Say("app", app, "m1", "human"), 200);
  ASSERT_EQ(Say("site", site, "m1", "human"), 200);
  Agent kim(port(), "kim", kPassword);
  const json list = kim.Get("/conversations").Json()["conversations"];
  ASSERT_EQ(list.size(), 2u);
  for (const json& one : list) {
    EXPECT_EQ(one["person"], "Ada of u-17");
    const json card = kim.Get("/conversations/" + std::to_string(one["id"].get<int>())).Json()["card"];
    EXPECT_THAT(card["person"].dump(), HasSubstr("verified as ours:u-17"));
    EXPECT_THAT(card["person"].dump(), HasSubstr("plan (signed)"));
    EXPECT_THAT(card["person"].dump(), HasSubstr("the same signed user"));
    EXPECT_EQ(card["history"]["tickets"].size(), 1u);
    EXPECT_EQ(card["history"]["conversations"].size(), 1u);
  }
}

TEST_F(SignedVisitors, AnonymousWordsAreNotMixedWithTheirs) {
  const Answer before = Session("app", {});
  ASSERT_EQ(Say("app", before.Cookie(), "m1", "WORDS-OF-A-STRANGER human"), 200);
  const Answer after = Session("app", Token("u-17"), before.Cookie());
  ASSERT_EQ(Say("app", after.Cookie(), "m2", "human"), 200);
  Stream stream(port(), "/web/app/stream", {{"Cookie", after.Cookie()}});
  const StreamEvent first = stream.Next("message");
  EXPECT_THAT(first.data.dump(), Not(HasSubstr("STRANGER")));
}

}  // namespace
}  // namespace frontdesk::runtime::testing
