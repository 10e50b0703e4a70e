// Buttons and forms of cards, and the answers that clients wait for.
#include "adapters/teams/button_data.h"
#include "adapters/teams/file_offer.h"
#include "tests/adapters/teams_world.h"

namespace frontdesk::adapters::teams {
namespace {

using nlohmann::json;

class TeamsInvoke : public TeamsAccount {
 protected:
  json DataOf(const base::Message& message, std::size_t action = 0) {
    return CardOf(Shown(message))["actions"][action]["data"];
  }
  static HttpAnswer AnswerIn(const base::Result<Step>& step) {
    EXPECT_TRUE(step.has_value() && std::holds_alternative<InAnswer>(*step));
    return step && std::holds_alternative<InAnswer>(*step) ? std::get<InAnswer>(*step).answer : HttpAnswer{};
  }
};

TEST_F(TeamsInvoke, APressComesBackAsItWentOut) {
  const json activity = Press(DataOf(Question()));
  const Taken taken = Take(activity);
  ASSERT_EQ(taken.events.size(), 1u);
  const auto& pressed = std::get<base::Pressed>(taken.events[0].body);
  EXPECT_EQ(pressed.value, "yes");
  EXPECT_EQ(pressed.label, "Yes");
  EXPECT_EQ(pressed.row, 7);
  EXPECT_EQ(taken.events[0].id, std::string(kChat) + ":f:invoke-1:adaptiveCard/action");
  EXPECT_EQ(adapter().AnswerWait(*verified_, env()), std::chrono::seconds(3));
}

TEST_F(TeamsInvoke, APressFromAnOldClientIsAMessageWithoutWords) {
  const Taken taken = Take(Activity("message", {{"value", DataOf(Question(), 1)}, {"replyToId", "1767225500000"}}));
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Pressed>(taken.events[0].body).value, "no");
  EXPECT_EQ(adapter().AnswerWait(*verified_, env()).count(), 0) << "nobody waits for an answer";
}

TEST_F(TeamsInvoke, AButtonThatWeHaveNotShownHereIsNone) {
  const json good = DataOf(Question());
  json bad = good;
  bad["fd"]["value"] = "desk:take=1001";
  EXPECT_TRUE(Take(Press(bad)).events.empty());
  EXPECT_EQ(Answered(Press(bad))["type"], "application/vnd.microsoft.error");
  bad = good;
  bad["fd"]["row"] = "8";
  EXPECT_TRUE(Take(Press(bad)).events.empty());
  json elsewhere = Press(good);
  elsewhere["conversation"]["id"] = "a:another";
  EXPECT_TRUE(Take(elsewhere).events.empty());
  for (const json& odd :
       {json(), json(7), json::array(), json{{"fd", 7}}, json{{"fd", {{"row", 7}}}}, json{{"fd", {{"row", "-1"}}}}})
    EXPECT_TRUE(Take(Press(odd)).events.empty()) << odd;
}

TEST_F(TeamsInvoke, APressIsAnsweredWithTheChangedCard) {
  ASSERT_EQ(Take(Press(DataOf(Question()))).events.size(), 1u);
  open_ = true;
  base::Message chosen = Question();
  chosen.buttons.clear();
  const auto step = NextOf(chosen, 0, "1767225500000");
  const json answer = json::parse(AnswerIn(step).body);
  EXPECT_FALSE(std::get<InAnswer>(*step).delivers) << "what is answered lasts no longer than the look at it";
  EXPECT_EQ(answer["statusCode"], 200);
  EXPECT_EQ(answer["type"], kCardType);
  EXPECT_EQ(answer["value"]["type"], "AdaptiveCard");
}

TEST_F(TeamsInvoke, WhenNothingOrNothingGoodComesInTimeTheClientIsToldSo) {
  ASSERT_EQ(Take(Press(DataOf(Question()))).events.size(), 1u);
  const json done = json::parse(adapter().AnswerTo(*verified_, {}, env()).body);
  EXPECT_EQ(done["type"], "application/vnd.microsoft.activity.message");
  const HttpAnswer failed = adapter().AnswerTo(*verified_, base::Fail(base::ErrorCode::kUnavailable, "busy"), env());
  EXPECT_EQ(failed.status, 200);
  const json error = json::parse(failed.body);
  EXPECT_EQ(error["statusCode"], 500);
  EXPECT_EQ(error["type"], "application/vnd.microsoft.error");
  EXPECT_EQ(error["value"]["message"], "That did not go through. Please try again in a moment.");
}

TEST_F(TeamsInvoke, ButtonsOfTheDeskDoNotWait) {
  base::Message card = Question();
  card.buttons = {{"Take it", "desk:take=1001"}};
  ASSERT_EQ(Take(Press(DataOf(card))).events.size(), 1u);
  EXPECT_EQ(adapter().AnswerWait(*verified_, env()).count(), 0);
}

TEST_F(TeamsInvoke, ButtonsThatStayDoNotWaitEither) {
  base::Message greeting = Question();
  greeting.kind = base::MessageKind::kGreeting;
  ASSERT_EQ(Take(Press(DataOf(greeting))).events.size(), 1u);
  EXPECT_EQ(adapter().AnswerWait(*verified_, env()).count(), 0) << "no changed card will come";
}

TEST_F(TeamsInvoke, WhatIsSaidAfterAPressGoesItsWayAndLeavesTheAnswerToTheCard) {
  ASSERT_EQ(Take(Press(DataOf(Question()))).events.size(), 1u);
  open_ = true;
  EXPECT_EQ(CallOf(NextOf(base::Say("Good."))).method, "POST");
}

TEST_F(TeamsInvoke, UnknownInvokesAreRefusedAndForgotten) {
  const Parsed parsed = Parse(Invoke("composeExtension/query", {{"commandId", "x"}}));
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(parsed));
  EXPECT_EQ(std::get<HttpAnswer>(parsed).status, 501);
}

// --- forms on a card

TEST_F(TeamsInvoke, AFormIsInputsOnACard) {
  const json card = CardOf(Shown(Form()));
  const json& body = card["body"];
  ASSERT_EQ(body.size(), 2u) << "the first question is an input's label, and not said twice";
  EXPECT_EQ(body[0]["type"], "Input.Text");
  EXPECT_EQ(body[0]["label"], "Which number?");
  EXPECT_EQ(body[0]["isRequired"], true);
  EXPECT_EQ(body[0]["errorMessage"], "Please answer this.");
  EXPECT_EQ(body[1]["type"], "Input.ChoiceSet");
  EXPECT_EQ(body[1]["isMultiSelect"], true);
  EXPECT_EQ(body[1]["label"], "Where? (optional)");
}

TEST_F(TeamsInvoke, AFilledFormNamesEveryField) {
  json data = DataOf(Form());
  data["in-number"] = "A-17";
  const Taken taken = Take(Press(data));
  ASSERT_EQ(taken.events.size(), 1u);
  const auto& filled = std::get<base::FilledForm>(taken.events[0].body);
  ASSERT_EQ(filled.values.size(), 2u);
  EXPECT_EQ(filled.values[0].key, "number");
  EXPECT_EQ(filled.values[0].value, "A-17");
  EXPECT_EQ(filled.values[1].value, "") << "what was left empty is not sent";
}

TEST_F(TeamsInvoke, WhatWasWrongStandsInTheFormWhichKeepsWhatWasEntered) {
  json data = DataOf(Form());
  data["in-number"] = "seventeen";
  data["in-area"] = "calls,chat";
  ASSERT_EQ(Take(Press(data)).events.size(), 1u);
  open_ = true;
  base::Message again = Form();
  again.form[0].error = "That is no number.";
  const Call change = CallOf(NextOf(again));
  EXPECT_EQ(change.method, "PUT") << "so that it lasts";
  EXPECT_TRUE(change.url.ends_with("/activities/1767225500000"));
  EXPECT_FALSE(change.delivers);
  answers_.push_back({200, {}, "{}"});
  const auto step = NextOf(again);
  const json answer = json::parse(AnswerIn(step).body);
  EXPECT_EQ(answer["value"], CardOf(json::parse(change.body)));
  const json& body = answer["value"]["body"];
  EXPECT_EQ(body[0]["value"], "seventeen");
  EXPECT_EQ(body[1]["inlines"][0]["text"], "That is no number.");
  EXPECT_EQ(body[1]["inlines"][0]["color"], "Attention");
  EXPECT_EQ(body[2]["value"], "calls,chat");
  EXPECT_TRUE(std::get<InAnswer>(*step).delivers);
  EXPECT_EQ(std::get<InAnswer>(*step).platform_id, "1767225500000");
}

TEST_F(TeamsInvoke, OneWrongAnswerIsAskedForAloneInPlaceOfTheForm) {
  json data = DataOf(Form());
  data["in-number"] = "seventeen";
  ASSERT_EQ(Take(Press(data)).events.size(), 1u);
  open_ = true;
  answers_.push_back({200, {}, "{}"});
  base::Message again = base::Say("That is no number. Which number?");
  again.kind = base::MessageKind::kAsk;
  again.subject = "number";
  again.input = "text";
  const json answer = json::parse(AnswerIn(NextOf(again)).body);
  ASSERT_EQ(answer["value"]["body"].size(), 1u);
  EXPECT_EQ(answer["value"]["body"][0]["label"], "That is no number. Which number?");
  EXPECT_EQ(answer["value"]["body"][0]["value"], "seventeen");
}

TEST_F(TeamsInvoke, AFormThatWasTakenIsClosed) {
  json data = DataOf(Form());
  data["in-number"] = "A-17";
  ASSERT_EQ(Take(Press(data)).events.size(), 1u);
  open_ = true;
  EXPECT_EQ(CallOf(NextOf(base::Say("Your ticket is 1001."))).method, "PUT");
  avoid_ = {"change"};  // it is gone
  const auto step = NextOf(base::Say("Your ticket is 1001."));
  const json answer = json::parse(AnswerIn(step).body);
  EXPECT_FALSE(std::get<InAnswer>(*step).delivers) << "the words come as a message";
  EXPECT_FALSE(answer["value"].contains("actions"));
  EXPECT_EQ(answer["value"]["body"][0]["inlines"][0]["text"], "✓ Sent");
}

// --- forms in a window

TEST_F(TeamsInvoke, ADialogOpensWithTheFormAndComesBackFilled) {
  settings_.values["forms"] = "dialog";
  const json open = DataOf(Form());
  EXPECT_EQ(open["msteams"]["type"], "task/fetch");
  const json task = Answered(Invoke("task/fetch", {{"data", open}}))["task"];
  EXPECT_EQ(task["type"], "continue");
  const json& card = task["value"]["card"]["content"];
  ASSERT_EQ(card["body"].size(), 2u);
  EXPECT_EQ(card["actions"][0]["type"], "Action.Submit");
  json data = card["actions"][0]["data"];
  data["in-number"] = "A-17";
  const Taken taken = Take(Invoke("task/submit", {{"data", data}}));
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::FilledForm>(taken.events[0].body).values[0].value, "A-17");
  open_ = true;
  EXPECT_EQ(AnswerIn(NextOf(base::Say("Thanks"))).body, "") << "the window closes";
  base::Message again = Form();
  again.form[0].error = "That is no number.";
  const json wrong = json::parse(AnswerIn(NextOf(again)).body)["task"];
  EXPECT_EQ(wrong["type"], "continue");
  EXPECT_EQ(wrong["value"]["card"]["content"]["body"][0]["value"], "A-17");
}

TEST_F(TeamsInvoke, ADialogOfSomebodyElseSaysThatItIsClosed) {
  settings_.values["forms"] = "dialog";
  json open = DataOf(Form());
  open["fd"]["form"][0]["label"] = "Your password?";
  EXPECT_EQ(Answered(Invoke("task/fetch", {{"data", open}}))["task"]["type"], "message");
}

// --- files that were offered

class TeamsConsent : public TeamsInvoke {
 protected:
  static base::Message WithFile() {
    base::Message message;
    message.files = {{"file-1", "map.pdf", "application/pdf", 5, {}}};
    return message;
  }
  json Consent(const std::string& action) {
    const json context = Shown(WithFile())["attachments"][0]["content"]["acceptContext"];
    json value = {{"type", "fileUpload"}, {"action", action}, {"context", context}};
    if (action == "accept")
      value["uploadInfo"] = {{"uploadUrl", "https://contoso-my.sharepoint.com/upload?x=1"},
                             {"contentUrl", "https://contoso-my.sharepoint.com/map.pdf"},
                             {"name", "map.pdf"},
                             {"uniqueId", "u-1"},
                             {"fileType", "pdf"}};
    return Invoke("fileConsent/invoke", value);
  }
  base::Result<Call> After(const Afterwards& asked) {
    const base::Message about = WithFile();
    return CallAfterConsent(
        asked.words, &about, [](const base::FileRef&) -> base::Result<std::string> { return std::string("bytes"); },
        env());
  }
};

TEST_F(TeamsConsent, AcceptedBringsTheBytesToTheirPlaceAndTheFileIntoTheChat) {
  const Taken taken = Take(Consent("accept"));
  EXPECT_TRUE(taken.events.empty());
  ASSERT_EQ(taken.after.size(), 3u);
  EXPECT_EQ(taken.after[0].row, 7);
  const auto upload = After(taken.after[0]);
  ASSERT_TRUE(upload.has_value()) << upload.error().message;
  EXPECT_EQ(upload->method, "PUT");
  EXPECT_EQ(upload->url, "https://contoso-my.sharepoint.com/upload?x=1");
  EXPECT_EQ(FindHeader(upload->headers, "Content-Range"), "bytes 0-4/5");
  EXPECT_TRUE(FindHeader(upload->headers, "Authorization").empty());
  EXPECT_EQ(upload->body, "bytes");
  const auto show = After(taken.after[1]);
  ASSERT_TRUE(show.has_value());
  const json info = json::parse(show->body)["attachments"][0];
  EXPECT_EQ(info["contentType"], "application/vnd.microsoft.teams.card.file.info");
  EXPECT_EQ(info["content"]["uniqueId"], "u-1");
  const auto remove = After(taken.after[2]);
  ASSERT_TRUE(remove.has_value());
  EXPECT_EQ(remove->method, "DELETE");
  EXPECT_TRUE(remove->url.ends_with("/activities/1767225500000"));
}

TEST_F(TeamsConsent, DeclinedOnlyTakesTheOfferAway) {
  const Taken taken = Take(Consent("decline"));
  ASSERT_EQ(taken.after.size(), 1u);
  const auto remove = After(taken.after[0]);
  ASSERT_TRUE(remove.has_value());
  EXPECT_EQ(remove->method, "DELETE");
}

TEST_F(TeamsConsent, ToWhatWeHaveNotOfferedIsNothing) {
  json activity = Consent("accept");
  activity["value"]["context"]["file"] = "file-2";
  EXPECT_TRUE(Take(activity).after.empty());
  activity = Consent("accept");
  activity["value"]["uploadInfo"]["uploadUrl"] = "https://evil.example/upload";
  const Taken taken = Take(activity);
  ASSERT_FALSE(taken.after.empty());
  EXPECT_FALSE(After(taken.after[0]).has_value()) << "no file goes to another host";
}

}  // namespace
}  // namespace frontdesk::adapters::teams
