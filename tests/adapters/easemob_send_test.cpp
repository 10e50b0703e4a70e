// How a message of ours becomes calls, and what is made of their answers.
#include "adapters/common/split.h"
#include "adapters/easemob/outgoing.h"
#include "adapters/easemob/send_outcome.h"
#include "tests/adapters/easemob_fixture.h"

namespace frontdesk::adapters::easemob {
namespace {

using nlohmann::json;
using Kind = SendResult::Kind;

class EasemobSending : public EasemobAccount {
 protected:
  Step NextOf(const base::Message& message, int part = 0, std::span<const HttpAnswer> answers = {}) {
    const Row row{7, 42, now_, "bot", "", ""};
    const Sending sending{address_, row,
                          message,  part,
                          answers,  [](const base::FileRef&) -> base::Result<std::string> { return "PNG bytes"; }};
    auto step = adapter().Next(sending, env());
    EXPECT_TRUE(step.has_value()) << step.error().message;
    return step ? *step : Step(Done{});
  }
  // All parts, each taken for sent.
  std::vector<Call> CallsOf(const base::Message& message) {
    std::vector<Call> calls;
    for (int part = 0; part < 1'000; ++part) {
      Step step = NextOf(message, part);
      if (std::holds_alternative<Done>(step)) return calls;
      calls.push_back(std::get<Call>(std::move(step)));
    }
    ADD_FAILURE() << "a message without end";
    return calls;
  }
  static json BodyOf(const Call& call) { return json::parse(call.body); }
  static base::Message WithButtons() {
    base::Message message = base::Say("Did that help? 😀");
    message.buttons = {{"Yes", "answer:yes"}, {"转人工", "human"}};
    return message;
  }

  base::Address address_{"im", "user1", ""};
};

TEST_F(EasemobSending, ATextGoesToTheUserInTheBotsName) {
  const auto calls = CallsOf(base::Say("你好"));
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].method, "POST");
  EXPECT_EQ(calls[0].url, "https://a1.easemob.com/acme/support/messages/users");
  EXPECT_EQ(FindHeader(calls[0].headers, "Authorization"), "Bearer the-token");
  EXPECT_TRUE(calls[0].delivers);
  const json body = BodyOf(calls[0]);
  EXPECT_EQ(body["from"], "support_bot");
  EXPECT_EQ(body["to"], json::array({"user1"}));
  EXPECT_EQ(body["type"], "txt");
  EXPECT_EQ(body["body"]["msg"], "你好");
  EXPECT_EQ(body["ext"]["bot"]["mid"], "42.0");
  EXPECT_EQ(body["ext"]["frontdesk"]["kind"], "say");
}

TEST_F(EasemobSending, GroupsAndRoomsHaveCallsOfTheirOwn) {
  address_.channel = "group:99";
  EXPECT_EQ(CallsOf(base::Say("hi"))[0].url, "https://a1.easemob.com/acme/support/messages/chatgroups");
  EXPECT_EQ(BodyOf(CallsOf(base::Say("hi"))[0])["to"], json::array({"99"}));
  address_.channel = "room:98";
  EXPECT_EQ(CallsOf(base::Say("hi"))[0].url, "https://a1.easemob.com/acme/support/messages/chatrooms");
}

TEST_F(EasemobSending, ButtonsAreReadableInEveryClient) {
  const json body = BodyOf(CallsOf(WithButtons()).at(0));
  const std::string text = body["body"]["msg"];
  EXPECT_EQ(text, "Did that help? 😀\n1. Yes\n2. 转人工");
  const json& about = body["ext"]["frontdesk"];
  EXPECT_EQ(about["buttons"],
            json::parse(R"([{"label":"Yes","value":"answer:yes"},{"label":"转人工","value":"human"}])"));
  EXPECT_EQ(about["cut"], 17) << "UTF-16 units before the numbered lines";
  EXPECT_FALSE(body["ext"].contains("msgtype"));
}

TEST_F(EasemobSending, KefuWidgetsGetTheirOwnMenu) {
  settings_.values["menus"] = "kefu";
  const json choice = BodyOf(CallsOf(WithButtons()).at(0))["ext"]["msgtype"]["choice"];
  EXPECT_EQ(choice["title"], "Did that help? 😀");
  EXPECT_EQ(choice["items"], json::parse(R"([{"id":"answer:yes","name":"Yes"},{"id":"human","name":"转人工"}])"));
}

// The whole arrives, whatever it is made of, and no request is over the limit.
TEST_F(EasemobSending, LongTextsArriveWholeUnderBothLimits) {
  std::string texts[] = {"", "", "", ""};
  for (int i = 0; i < 4'000; ++i) {
    texts[0] += "word ";
    texts[1] += "消息";
    texts[2] += "👩‍👩‍👧‍👦";
    texts[3] += "\"\\";
  }
  for (const auto& [size, limit] : {std::pair{"3kb", 3'000u}, std::pair{"5kb", 5'000u}}) {
    settings_.values["message_size"] = size;
    for (const std::string& text : texts) {
      std::string whole;
      for (const Call& call : CallsOf(base::Say(text))) {
        EXPECT_LE(call.body.size(), limit);
        whole += BodyOf(call)["body"]["msg"].get<std::string>();
      }
      EXPECT_EQ(whole, base::ToPlainText(base::Say(text)));
    }
  }
}

TEST_F(EasemobSending, ButtonsThatLeaveNoRoomStayAsNumberedLines) {
  base::Message message = base::Say("Choose");
  for (int i = 0; i < 12; ++i) message.buttons.push_back({"Label " + std::to_string(i), std::string(1'000, 'v')});
  const auto calls = CallsOf(message);
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_LE(calls[0].body.size(), 3'000u);
  EXPECT_FALSE(BodyOf(calls[0])["ext"]["frontdesk"].contains("buttons"));
  EXPECT_NE(BodyOf(calls[0])["body"]["msg"].get<std::string>().find("12. Label 11"), std::string::npos);
}

TEST_F(EasemobSending, APersonSpeaksUnderTheirName) {
  base::Message message = base::Say("I am looking into it.");
  message.kind = base::MessageKind::kAgent;
  message.author = "Kim";
  const json body = BodyOf(CallsOf(message).at(0));
  EXPECT_EQ(body["body"]["msg"], "Kim: I am looking into it.");
  EXPECT_EQ(body["ext"]["frontdesk"]["author"], "Kim");
}

TEST_F(EasemobSending, ATicketsNumberTravelsForTheApp) {
  base::Message message = base::Say("Your ticket is 1017.");
  message.kind = base::MessageKind::kReceipt;
  message.subject = "1017";
  EXPECT_EQ(BodyOf(CallsOf(message).at(0))["ext"]["frontdesk"]["ticket"], "1017");
}

TEST_F(EasemobSending, AFileIsUploadedAndThenShown) {
  base::Message message = base::Say("See the picture.");
  message.files = {{"f1", "a \"new\"\r\nname.png", "image/png", 9}};
  EXPECT_EQ(BodyOf(std::get<Call>(NextOf(message)))["body"]["msg"], "See the picture.");
  const Call upload = std::get<Call>(NextOf(message, 1));
  EXPECT_EQ(upload.url, "https://a1.easemob.com/acme/support/chatfiles");
  EXPECT_FALSE(upload.delivers);
  EXPECT_NE(upload.body.find("\r\n\r\nPNG bytes\r\n--"), std::string::npos);
  EXPECT_EQ(upload.body.find("new\"\r\nname"), std::string::npos) << "a name must not end its line";
  const std::vector<HttpAnswer> uploaded = {
      {200, {}, R"({"entities":[{"uuid":"5fd74830-58e3","type":"chatfile","share-secret":"X9dXXXX7Yc"}]})"}};
  const Call show = std::get<Call>(NextOf(message, 1, uploaded));
  const json body = BodyOf(show);
  EXPECT_TRUE(show.delivers);
  EXPECT_EQ(body["type"], "img");
  EXPECT_EQ(body["body"]["url"], "https://a1.easemob.com/acme/support/chatfiles/5fd74830-58e3");
  EXPECT_EQ(body["body"]["secret"], "X9dXXXX7Yc");
  EXPECT_TRUE(std::holds_alternative<Done>(NextOf(message, 2)));
}

TEST_F(EasemobSending, AFileThatIsTooLargeIsNotTried) {
  base::Message message;
  message.files = {{"f1", "big.bin", "", 0}};
  const Row row{7, 42, now_, "agent", "", ""};
  const Sending sending{
      address_, row,
      message,  0,
      {},       [](const base::FileRef&) -> base::Result<std::string> {
                          return std::string(kMaxUpload + 1, 'x'); }};
  EXPECT_EQ(adapter().Next(sending, env()).error().code, base::ErrorCode::kTooLarge);
}

TEST_F(EasemobSending, AnUploadWithoutAUsableIdIsNotShown) {
  base::Message message;
  message.files = {{"f1", "a.png", "image/png", 9}};
  const Row row{7, 42, now_, "agent", "", ""};
  for (const char* answer : {"", "[]", R"({"entities":[]})", R"({"entities":[{"uuid":"../users"}]})"}) {
    const std::vector<HttpAnswer> uploaded = {{200, {}, answer}};
    const Sending sending{address_, row, message, 0, uploaded};
    EXPECT_EQ(adapter().Next(sending, env()).error().code, base::ErrorCode::kUnavailable) << answer;
  }
}

TEST_F(EasemobSending, HandsOverToKefuInTheUsersName) {
  base::Message message = base::Say("A person is coming.");
  message.kind = base::MessageKind::kHandoff;
  message.facts = {{"area", "Area", "Calls"}};
  EXPECT_EQ(CallsOf(message).size(), 1u);
  settings_.values["kefu"] = "kefu1";
  settings_.values["kefu_handoff"] = "true";
  settings_.values["kefu_queue"] = "售前";
  const auto calls = CallsOf(message);
  ASSERT_EQ(calls.size(), 2u);
  const json body = BodyOf(calls[1]);
  EXPECT_EQ(body["from"], "user1");
  EXPECT_EQ(body["to"], json::array({"kefu1"}));
  EXPECT_EQ(body["ext"]["weichat"]["queueName"], "售前");
  EXPECT_NE(body["body"]["msg"].get<std::string>().find("Area: Calls"), std::string::npos);
  // Its echo must not be taken for the user's words.
  EXPECT_TRUE(body["ext"]["bot"].contains("mid"));
  address_.channel = "group:99";
  EXPECT_EQ(CallsOf(message).size(), 1u);
}

// --- what became of it

SendResult Outcome(int status, const std::string& body = {}, bool delivers = true, Headers headers = {}) {
  Call call;
  call.delivers = delivers;
  return OutcomeOf(call, {HttpAnswer{status, std::move(headers), body}});
}

TEST(EasemobOutcome, IsSentWithThePlatformsId) {
  const SendResult sent = Outcome(200, R"({"path":"/messages/users","data":{"user1":"1029457500870543736"}})");
  EXPECT_EQ(sent.kind, Kind::kSent);
  EXPECT_EQ(sent.platform_id, "1029457500870543736");
  EXPECT_EQ(Outcome(200, R"({"data":{"user1":1029457500870543736}})").platform_id, "1029457500870543736");
}

TEST(EasemobOutcome, OfAnAnswerThatSaysNothingIsUnknown) {
  for (const char* body : {"", "garbage", "[]", "{}", R"({"data":{}})", R"({"data":"x"})"})
    EXPECT_EQ(Outcome(200, body).kind, Kind::kUnknown) << body;
}

TEST(EasemobOutcome, OfEachStatusIsWhatTheVendorMeans) {
  const std::string limit = R"({"error":"forbidden_op","error_description":"message send reach limit"})";
  const std::string forbidden = R"({"error":"forbidden_op","error_description":"users are not members"})";
  EXPECT_EQ(Outcome(400, R"({"error":"message_send_error","error_description":"message is too large"})").kind,
            Kind::kRejected);
  EXPECT_EQ(Outcome(401, R"({"error":"auth_bad_access_token"})").kind, Kind::kTokenRefused);
  EXPECT_EQ(Outcome(403, forbidden).kind, Kind::kRejected);
  EXPECT_EQ(Outcome(403, limit).kind, Kind::kRetry);
  EXPECT_TRUE(Outcome(403, limit).whole_account);
  EXPECT_EQ(Outcome(404, R"({"error":"service_resource_not_found"})").kind, Kind::kGone);
  const SendResult wrong_app = Outcome(404, R"({"error":"organization_application_not_found"})");
  EXPECT_EQ(wrong_app.kind, Kind::kRetry);
  EXPECT_TRUE(wrong_app.whole_account);
  EXPECT_EQ(Outcome(408).kind, Kind::kRetry);
  EXPECT_EQ(Outcome(413).kind, Kind::kRejected);
  EXPECT_EQ(Outcome(415).kind, Kind::kRejected);
  EXPECT_EQ(Outcome(302).kind, Kind::kRejected);
}

TEST(EasemobOutcome, WaitsAsLongAsItIsTold) {
  EXPECT_EQ(Outcome(429).retry_after, std::chrono::seconds(1));
  EXPECT_EQ(Outcome(429, "", true, {{"Retry-After", "7"}}).retry_after, std::chrono::seconds(7));
  EXPECT_EQ(Outcome(429, "", true, {{"Retry-After", "999999999999"}}).retry_after, std::chrono::hours(1));
  EXPECT_EQ(Outcome(429, "", true, {{"Retry-After", "soon"}}).retry_after, std::chrono::seconds(1));
  EXPECT_EQ(Outcome(429, R"({"error":"resource_limited"})").retry_after, std::chrono::seconds(60));
  EXPECT_EQ(Outcome(503, "", true, {{"Retry-After", "7"}}).retry_after, std::chrono::seconds(7));
  EXPECT_TRUE(Outcome(429).whole_account);
}

// Nothing on the platform would notice a second copy.
TEST(EasemobOutcome, NeverRepeatsWhatMayHaveArrived) {
  Call call;
  EXPECT_EQ(OutcomeOf(call, {std::nullopt, false}).kind, Kind::kUnknown);
  EXPECT_EQ(OutcomeOf(call, {std::nullopt, true}).kind, Kind::kRetry);
  EXPECT_EQ(Outcome(502, "<html>").kind, Kind::kUnknown);
  EXPECT_EQ(Outcome(504).kind, Kind::kUnknown);
  EXPECT_EQ(Outcome(500).kind, Kind::kRetry);
  EXPECT_EQ(Outcome(503).kind, Kind::kRetry);
}

TEST(EasemobOutcome, RepeatsAStepThatDeliversNothing) {
  Call upload;
  upload.delivers = false;
  EXPECT_EQ(OutcomeOf(upload, {std::nullopt, false}).kind, Kind::kRetry);
  EXPECT_EQ(Outcome(504, "", false).kind, Kind::kRetry);
  EXPECT_EQ(Outcome(200, "anything", false).kind, Kind::kSent);
  EXPECT_EQ(Outcome(413, "", false).kind, Kind::kRejected);
}

TEST(EasemobOutcome, SaysWhyInAShortLine) {
  EXPECT_EQ(Outcome(403, R"({"error":"forbidden_op","error_description":"user\nis muted"})").reason,
            "403 forbidden_op: user\nis muted");
  EXPECT_LE(Outcome(400, R"({"error":")" + std::string(9'000, 'x') + "\"}").reason.size(), 250u);
}

}  // namespace
}  // namespace frontdesk::adapters::easemob
