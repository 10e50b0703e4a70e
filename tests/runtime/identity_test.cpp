// A visitor who is signed in: one conversation in every browser, known to the desk, and nobody's after signing out.
#include <gmock/gmock.h>

#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTrip[] = R"(flow: trip
title: Report a trip
locale: en
start: {phrases: [report a trip]}
steps:
  - {ask: place, type: text, text: Where was it?}
  - {ask: day, type: text, text: Which day was it?}
  - ticket: {category: functional, title: "{{place}}, {{day}}"}
  - {label: noted, say: "Noted: {{place}}, {{day}}."}
  - end: done
)";

class SignedVisitors : public LiveDesk {
 protected:
  // The service lives by the clock here, which goes first.
  void TearDown() override { service_.reset(); }
  SignedVisitors() {
    WriteFile(directory_ / "identity.key", "the shop's secret");
    WriteFile(directory_ / "flows/trip.yaml", kTrip);
    WriteFile(directory_ / "frontdesk.yaml",
              std::string(kWorkspaceFile) +
                  "  app: {type: web, identity: ours, identity_secret: file:identity.key}\n"
                  "  site: {type: web, identity: ours, identity_secret: file:identity.key}\n");
    AddAgent("kim", "Kim");
    Start(&now_);
  }
  std::string Token(const std::string& user, const std::string& secret = "the shop's secret") const {
    const auto end = base::ToMillis(now_.Now()) / 1000 + 600;
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
  // Everything that the stream shows until those words.
  std::string SeenUntil(const std::string& account, const std::string& cookie, const std::string& words) {
    Stream stream(port(), "/web/" + account + "/stream", {{"Cookie", cookie}});
    std::string seen;
    while (seen.find(words) == std::string::npos) {
      const StreamEvent event = stream.Next("message");
      if (event.name.empty()) break;
      seen += event.data.dump() + "\n";
    }
    return seen;
  }

  base::ManualClock now_{clock_.Now()};
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

TEST_F(SignedVisitors, GoOnTheNextDayOnAnotherDeviceAtTheOpenQuestion) {
  const std::string phone = Session("app", Token("u-17")).Cookie();
  ASSERT_EQ(Say("app", phone, "m1", "report a trip"), 200);
  ASSERT_EQ(Say("app", phone, "m2", "At the pier"), 200);
  service_.reset();
  now_.Advance(std::chrono::hours(20));
  Start(&now_);
  const std::string laptop = Session("app", Token("u-17")).Cookie();
  const std::string seen = SeenUntil("app", laptop, "Which day was it?");
  EXPECT_THAT(seen, HasSubstr("At the pier"));
  ASSERT_EQ(Say("app", laptop, "m3", "last Monday"), 200);
  EXPECT_THAT(SeenUntil("app", laptop, "Noted:"), HasSubstr("Noted: At the pier, last Monday."));
  Agent kim(port(), "kim", kPassword);
  EXPECT_EQ(kim.Get("/conversations").Json()["conversations"].size(), 1u) << "one talk, one ticket";
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
