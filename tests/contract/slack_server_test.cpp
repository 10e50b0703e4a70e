// Slack against a whole server: forms that wait for their answer, the App Home, receipts of shortcuts, choices that
// stay visible, and Socket Mode.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/base/percent.h"
#include "bot/runtime/service.h"
#include "tests/contract/contract_desk.h"

namespace frontdesk::contract {
namespace {

using fakes::LoggedRequest;
using fakes::PlatformRecord;
using nlohmann::json;

constexpr char kScript[] = R"(platform: slack
counters: {message: 100}
routes:
  - name: open
    path: /api/apps.connections.open
    authorization: bearer
    answer: {body: {ok: true, url: "ws://{header:host}/link"}}
  - name: send
    path: /api/chat.postMessage
    authorization: bearer
    delivers: {to: /channel, text: /text, client_id: /metadata/event_payload/id}
    answer: {body: {ok: true, channel: "D{to}", ts: "1767225601.{message_id}"}}
  - {name: talk, path: /api/conversations.open, authorization: bearer, answer: {body: {ok: true, channel: {id: D0001}}}}
  - name: history
    path: /api/conversations.history
    authorization: bearer
    answer: {body: {ok: true, messages: [{bot_id: B1, ts: "1767225601.000700", metadata: {event_payload: {id: "{header:x-frontdesk-looks-for}"}}}]}}
  - {name: update, path: /api/chat.update, authorization: bearer, answer: {body: {ok: true}}}
  - {name: modal, path: /api/views.open, authorization: bearer, answer: {body: {ok: true}}}
  - {name: home, path: /api/views.publish, authorization: bearer, answer: {body: {ok: true}}}
  - name: profile
    path: /api/users.info
    authorization: bearer
    answer: {body: {ok: true, user: {tz: Europe/London, locale: en-GB, profile: {real_name: Ann Lee}}}}
sockets:
  - path: /link
    hello: [{type: hello, num_connections: 1}]
)";

constexpr char kFlow[] = R"(flow: order
version: 1
title: Order
locale: en
start:
  phrases: [order a laptop]
steps:
  - {ask: model, title: Model, type: choice, text: Which model?, form: true, options: [{value: small, label: Small}, {value: big, label: Big}]}
  - {ask: mail, title: Mail, type: email, text: Your mail?, form: true}
  - {ask: day, title: Day, type: date, text: By when?, form: true}
  - end: done
)";

class SlackServer : public ::testing::Test {
 protected:
  SlackServer() {
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-slack-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    Write("knowledge/articles/en/reset-password.md",
          "---\ntitle: Reset your password\nquestions: [How do I reset my password?, forgot my password]\n---\nChoose "
          "it.\n");
    Write("flows/order.yaml", kFlow);
    auto script = fakes::ReadScript(kScript);
    EXPECT_TRUE(script.has_value()) << (script ? "" : script.error().message);
    platform_ = std::move(*fakes::FakePlatform::Open(std::move(*script)));
    for (const Entry& one : Entries())
      if (one.platform == "slack") entry_ = one;
  }
  ~SlackServer() override {
    platform_.reset();
    service_.reset();
    std::filesystem::remove_all(directory_);
  }

  void Start(const std::string& way_in) {
    SetEnvironment(entry_.secrets);
    SetEnvironment({{"FD_CONTRACT_SLACK_APP", "xapp-throwaway"}});
    Write("frontdesk.yaml",
          "frontdesk: 1\nlisten: 127.0.0.1:0\npublic_url: https://help.example.com\ndata: ./data\nproduct: Relay\n"
          "locales: [en]\nburst: 0\naccounts:\n  slack: {type: slack, bot_token: env:FD_CONTRACT_SLACK_BOT, " +
              way_in + ", api_base: '" + platform_->url() + "'}\n");
    auto opened = runtime::Service::Open({directory_.string(), {}, {}, nullptr});
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    service_ = std::move(*opened);
  }
  void Write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((directory_ / path).parent_path());
    std::ofstream(directory_ / path, std::ios::binary) << text;
  }
  std::string data() const { return (directory_ / "data").string(); }
  bool IsQuiet() const { return WaitUntilQuiet(data()); }

  bool Sees(const std::string& route, std::size_t times = 1) const {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return record.RequestsOf(route) >= times; },
                                kPatience);
  }
  json Last(const std::string& route) const {
    json last;
    for (const LoggedRequest& request : platform_->Read().requests)
      if (request.route == route) last = json::parse(request.body, nullptr, false);
    return last;
  }
  // The action_id of that kind in the newest message that has one.
  std::string ActionId(const std::string& kind) const {
    std::string found;
    for (const LoggedRequest& request : platform_->Read().requests) {
      const std::size_t at = request.body.find("\"action_id\":\"" + kind + ":");
      if (request.route != "send" || at == std::string::npos) continue;
      const std::size_t begin = at + 13;
      found = request.body.substr(begin, request.body.find('"', begin) - begin);
    }
    return found;
  }
  static json Click(const json& action) {
    return {{"type", "block_actions"},
            {"user", {{"id", "user1"}}},
            {"container", {{"type", "message"}, {"message_ts", "1767225601.100"}, {"channel_id", "Duser1"}}},
            {"trigger_id", "1.2.ab"},
            {"actions", {action}}};
  }

  std::filesystem::path directory_;
  std::unique_ptr<fakes::FakePlatform> platform_;
  std::unique_ptr<runtime::Service> service_;
  Entry entry_;
};

class SlackOverHttp : public SlackServer {
 protected:
  void SetUp() override { Start("signing_secret: env:FD_CONTRACT_SLACK_SIGNING"); }

  fakes::HookAnswer Post(Request request) const {
    return fakes::Send(service_->port(), entry_.sign(std::move(request), {base::SystemClock().Now(), entry_.secrets}));
  }
  void Say(const std::string& text) {
    EXPECT_EQ(Post(entry_.say({text, std::to_string(++messages_), "user1"})).status, 200);
    ASSERT_TRUE(IsQuiet());
  }
  fakes::HookAnswer PostForm(const json& payload) const {
    return Post({"POST",
                 "/hooks/slack",
                 {{"Content-Type", "application/x-www-form-urlencoded"}},
                 "payload=" + base::PercentEncode(payload.dump())});
  }
  // The modal that a click on the form's button opens.
  json OpenedView() {
    EXPECT_EQ(PostForm(Click({{"action_id", ActionId("form")}, {"value", "form"}, {"action_ts", "1.1"}})).status, 200);
    EXPECT_TRUE(Sees("modal"));
    return Last("modal")["view"];
  }
  fakes::HookAnswer Submit(const json& view, const std::string& trigger, const std::string& mail,
                           const std::string& day) const {
    const json values = {{"model", {{"answer", {{"selected_option", {{"value", "big"}}}}}}},
                         {"mail", {{"answer", {{"value", mail}}}}},
                         {"day", {{"answer", {{"value", day}}}}}};
    return PostForm({{"type", "view_submission"},
                     {"user", {{"id", "user1"}}},
                     {"trigger_id", trigger},
                     {"view",
                      {{"id", "V0001"},
                       {"callback_id", view["callback_id"]},
                       {"private_metadata", view["private_metadata"]},
                       {"state", {{"values", values}}}}}});
  }

  int messages_ = 0;
};

TEST_F(SlackOverHttp, AFormNamesWhatWasWrongWhileItIsOpenAndClosesWhenAllIsWell) {
  Say("order a laptop");
  const json view = OpenedView();
  ASSERT_EQ(view["blocks"].size(), 3u) << view;
  const std::size_t before = platform_->Read().RequestsOf("send");
  const fakes::HookAnswer wrong = Submit(view, "1", "no mail", "one day");
  EXPECT_EQ(wrong.status, 200);
  const json errors = json::parse(wrong.body, nullptr, false);
  ASSERT_TRUE(errors.is_object()) << wrong.body;
  EXPECT_EQ(errors["response_action"], "errors");
  EXPECT_TRUE(errors["errors"].contains("mail") && errors["errors"].contains("day")) << wrong.body;
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(platform_->Read().RequestsOf("send"), before) << "what stands in the form is not said again";
  const fakes::HookAnswer nearly = Submit(view, "2", "no mail", "2026-03-01");
  const json error = json::parse(nearly.body, nullptr, false);
  EXPECT_EQ(error["response_action"], "errors") << nearly.body << ": one wrong answer closes the form";
  EXPECT_EQ(error["errors"].size(), 1u) << nearly.body;
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(platform_->Read().RequestsOf("send"), before);
  const fakes::HookAnswer right = Submit(view, "3", "ann@example.com", "2026-03-01");
  EXPECT_EQ(right.status, 200);
  EXPECT_EQ(right.body, "");
  EXPECT_TRUE(Sees("send", before + 1));
}

TEST_F(SlackOverHttp, AMessageWhoseAnswerIsLostIsFoundAndNotSentAgain) {
  fakes::Fault lost;
  lost.kind = fakes::FaultKind::kLoseAnswer;
  lost.route = "send";
  lost.times = 1;
  platform_->Set(lost);
  Say("forgot my password");
  EXPECT_TRUE(Sees("history"));
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(platform_->Read().RequestsOf("send"), 2u) << "the greeting, which was found, and the answer";
  EXPECT_EQ(ReadKept(data()).unknown, 0);
}

TEST_F(SlackOverHttp, AChoiceStaysVisibleInPlaceOfTheButtons) {
  Say("forgot my password");
  const std::string action = ActionId("press");
  ASSERT_FALSE(action.empty());
  EXPECT_EQ(PostForm(Click({{"action_id", action},
                            {"value", "verdict:yes=reset-password"},
                            {"text", {{"text", "Yes, solved"}}},
                            {"action_ts", "1.1"}}))
                .status,
            200);
  ASSERT_TRUE(Sees("update"));
  const json update = Last("update");
  EXPECT_EQ(update["channel"], "Duser1");
  EXPECT_NE(update["text"].get<std::string>().find("✓ Yes, solved"), std::string::npos) << update;
  EXPECT_EQ(update["blocks"].dump().find("\"actions\""), std::string::npos) << update;
}

TEST_F(SlackOverHttp, TheHomeShowsTheTicketsThatTheUserHas) {
  Say("hello");
  Say("I want to talk to a human");
  Request opened = entry_.say({"", "90", "user1"});
  json body = json::parse(opened.body);
  body["event"] = {{"type", "app_home_opened"}, {"user", "user1"}, {"tab", "home"}, {"event_ts", "1767225599.9"}};
  opened.body = body.dump();
  EXPECT_EQ(Post(opened).status, 200);
  ASSERT_TRUE(Sees("home"));
  ASSERT_TRUE(IsQuiet());
  const json home = Last("home");
  EXPECT_EQ(home["user_id"], "user1");
  EXPECT_NE(home["view"]["blocks"].dump().find("1001"), std::string::npos) << home;
  EXPECT_EQ(platform_->Read().RequestsOf("home"), 1u) << "no greeting in between";
}

TEST_F(SlackOverHttp, AMessageBecomesATicketAndItsNumberStandsBelowIt) {
  const json shortcut = {{"type", "message_action"},
                         {"callback_id", "open_ticket"},
                         {"team", {{"id", "T0001"}, {"domain", "acme"}}},
                         {"user", {{"id", "user1"}}},
                         {"channel", {{"id", "C0001"}}},
                         {"trigger_id", "1.2"},
                         {"message", {{"user", "U0002"}, {"text", "The door is stuck"}, {"ts", "1767225550.000700"}}}};
  for (int times = 0; times < 2; ++times) EXPECT_EQ(PostForm(shortcut).status, 200);
  ASSERT_TRUE(IsQuiet());
  const auto shown = platform_->Read().ShownTo("C0001");
  ASSERT_EQ(shown.size(), 1u) << "one ticket, however often it is asked for";
  EXPECT_NE(shown[0].text.find("1001"), std::string::npos) << shown[0].text;
  EXPECT_EQ(Last("send")["thread_ts"], "1767225550.000700");
}

class SlackOverASocket : public SlackServer {
 protected:
  void SetUp() override {
    Start("app_token: env:FD_CONTRACT_SLACK_APP");
    ASSERT_TRUE(SeesLinks(1));
  }
  bool SeesLinks(std::ptrdiff_t count) const {
    return platform_->WaitUntil(
        [&](const PlatformRecord& record) {
          return std::count_if(record.frames.begin(), record.frames.end(), [](const auto& frame) {
                   return frame.from_platform && frame.text.find("\"hello\"") != std::string::npos;
                 }) >= count;
        },
        kPatience);
  }
  bool SeesAcknowledged(const std::string& envelope) const {
    return platform_->WaitUntil(
        [&](const PlatformRecord& record) {
          return std::any_of(record.frames.begin(), record.frames.end(), [&](const auto& frame) {
            const json ack = json::parse(frame.text, nullptr, false);
            return !frame.from_platform && ack.is_object() && ack.value("envelope_id", "") == envelope;
          });
        },
        kPatience);
  }
  std::string Envelope(const std::string& id, const std::string& text, const std::string& message) const {
    const json payload = json::parse(entry_.say({text, message, "user1"}).body);
    return json{{"envelope_id", id}, {"type", "events_api"}, {"payload", payload}}.dump();
  }
  bool IsShown(const std::string& words) const {
    return platform_->WaitUntil(
        [&](const PlatformRecord& record) {
          const auto shown = record.ShownTo("user1");
          return std::any_of(shown.begin(), shown.end(),
                             [&](const auto& one) { return one.text.find(words) != std::string::npos; });
        },
        kPatience);
  }
};

TEST_F(SlackOverASocket, EventsAreKeptAcknowledgedAndAnswered) {
  EXPECT_EQ(platform_->Push(Envelope("e-1", "forgot my password", "1")), 1u);
  EXPECT_TRUE(SeesAcknowledged("e-1"));
  EXPECT_GE(ReadKept(data()).user_rows, 1) << "not before it is kept";
  EXPECT_TRUE(IsShown("Choose it."));
}

TEST_F(SlackOverASocket, AnotherLinkIsOpenedAndNothingIsTakenTwice) {
  platform_->Push(Envelope("e-1", "forgot my password", "1"));
  ASSERT_TRUE(SeesAcknowledged("e-1"));
  platform_->Push(R"({"type":"disconnect","reason":"refresh_requested"})");
  ASSERT_TRUE(SeesLinks(2));
  EXPECT_EQ(platform_->Read().RequestsOf("open"), 2u) << "each link has an address of its own";
  platform_->Push(Envelope("e-2", "forgot my password", "1"));
  ASSERT_TRUE(SeesAcknowledged("e-2"));
  platform_->Push(Envelope("e-3", "I want to talk to a human", "2"));
  EXPECT_TRUE(SeesAcknowledged("e-3"));
  EXPECT_TRUE(IsShown("1001"));
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(ReadKept(data()).user_rows, 2) << "the same message in another envelope is one";
}

TEST_F(SlackOverASocket, NothingIsTakenOverHttp) {
  const Request request = entry_.sign(entry_.say({"hello", "1", "user1"}), {base::SystemClock().Now(), entry_.secrets});
  EXPECT_EQ(fakes::Send(service_->port(), request).status, 401);
}

}  // namespace
}  // namespace frontdesk::contract
