// What a flow asks of another system, and what it makes of the answer.
#include "flows/lookup.h"

#include <gtest/gtest.h>

#include "flows/session_json.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using Result = Outcome::Result;

constexpr char kOrder[] =
    "flow: test\ntitle: Test\nlocale: en\nsteps:\n"
    "  - {ask: order, type: text, text: Which order?, sensitive: true}\n"
    "  - lookup: https://api.example.com/orders/{{order}}?full=yes\n"
    "    headers: {Authorization: env:TOKEN}\n"
    "    fields: {status: /order/status, first: /order/items/0/name, eta: /order/eta}\n"
    "    timeout: 3s\n"
    "    on_error: {goto: failed}\n"
    "  - say: \"It is {{status}}, with {{first}}.{{eta}}\"\n"
    "  - {ask: more, type: yesno, text: \"Anything else?\"}\n"
    "  - confirm: review\n"
    "  - ticket: {category: service, title: \"{{status}} {{more}}\", fields: [order, status, first, eta, more]}\n"
    "  - end: done\n"
    "  - {label: failed, say: I cannot see orders at the moment.}\n"
    "  - end: done\n";

class Lookups : public testing::Test {
 protected:
  Lookups() {
    LoadOptions options = EnglishOnly();
    options.lookup_hosts = {"api.example.com"};
    std::string lines;
    library_ = LoadText(kOrder, &lines, options);
    EXPECT_EQ(lines, "");
  }
  Talk Begin() {
    Talk talk(*library_.Find("test"), TestContext());
    talk.Type("A/7 ü");
    return talk;
  }
  Outcome Answer(const Talk& talk, int status, const std::string& body) {
    return Resolve(talk.flow(), talk.last.session, {status, body}, TestContext());
  }
  FlowLibrary library_;
};

TEST_F(Lookups, AskTheAddressWithTheAnswerInIt) {
  const Talk talk = Begin();
  EXPECT_EQ(talk.last.result, Result::kWaiting);
  ASSERT_TRUE(talk.last.lookup.has_value());
  EXPECT_EQ(talk.last.lookup->url, "https://api.example.com/orders/A%2F7%20%C3%BC?full=yes");
  EXPECT_EQ(talk.last.lookup->headers.front(), (std::pair<std::string, std::string>{"Authorization", "env:TOKEN"}));
  EXPECT_EQ(talk.last.lookup->timeout, std::chrono::seconds(3));
  EXPECT_TRUE(WaitsForLookup(talk.flow(), talk.last.session));
  EXPECT_EQ(Text(talk.last), "One moment, I am looking that up.");
}

TEST_F(Lookups, GoOnWithWhatTheAnswerSays) {
  const Talk talk = Begin();
  const Outcome found = Answer(talk, 200, R"({"order":{"status":"sent {{order}}","items":[{"name":"Mug"}],"eta":{}}})");
  EXPECT_EQ(base::ToPlainText(found.messages.front().text), "It is sent {{order}}, with Mug.");
  EXPECT_EQ(Subject(found), "more");
}

TEST_F(Lookups, GoWhereTheFlowSaysWhenThereIsNoAnswer) {
  for (const LookupAnswer& answer : {LookupAnswer{0, ""}, LookupAnswer{500, "{}"}, LookupAnswer{404, "{}"},
                                     LookupAnswer{200, "not JSON"}, LookupAnswer{200, std::string(100'000, '[')}}) {
    const Talk talk = Begin();
    const Outcome failed = Resolve(talk.flow(), talk.last.session, answer, TestContext());
    EXPECT_EQ(Text(failed), "I cannot see orders at the moment.");
    EXPECT_EQ(failed.result, Result::kEnded);
  }
}

TEST_F(Lookups, LetTheUserGoBackOrCancelMeanwhile) {
  Talk talk = Begin();
  talk.Type("is it there yet");
  EXPECT_EQ(Text(talk.last), "One moment, I am looking that up.");
  EXPECT_FALSE(talk.last.lookup.has_value()) << "it is under way already";
  talk.Type("back");
  EXPECT_EQ(Subject(talk.last), "order");
  talk.Type("B8");
  EXPECT_EQ(talk.last.lookup->url, "https://api.example.com/orders/B8?full=yes");
  talk.Type("cancel");
  EXPECT_EQ(talk.last.result, Result::kCancelled);
}

TEST_F(Lookups, AreAskedAgainWhenTheUserComesBackToTheFlow) {
  const Talk talk = Begin();
  const auto stored = SessionFromJson(ToJson(talk.last.session));
  EXPECT_EQ(Resume(talk.flow(), *stored, TestContext()).lookup, talk.last.lookup);
}

TEST_F(Lookups, AnAnswerThatNobodyWaitsForChangesNothing) {
  Talk talk = Begin();
  talk.Type("back");
  const Outcome late = Answer(talk, 200, R"({"order":{"status":"sent"}})");
  EXPECT_EQ(Subject(late), "order");
  EXPECT_EQ(late.session.slots.count("status"), 0u);
}

TEST(LookupAddress, ItsHostStandsInTheFlow) {
  base::Findings findings;
  auto origin = [&](const char* url) { return OriginOf(ParseTemplate(url, {}, findings)); };
  EXPECT_EQ(origin("https://api.example.com/x/{{a}}"), "https://api.example.com");
  EXPECT_EQ(origin("https://API.example.com:8443/x"), "https://api.example.com:8443");
  EXPECT_EQ(origin("http://127.0.0.1:80"), "http://127.0.0.1:80");
  for (const char* bad : {"https://{{a}}/x", "{{a}}", "https://api.example.com{{a}}", "ftp://x/", "https://u@x/",
                          "https://api.example.com:80{{a}}/"})
    EXPECT_EQ(origin(bad), "") << bad;
}

}  // namespace
}  // namespace frontdesk::flows
