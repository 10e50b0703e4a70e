// What changes for users, told to the author in sentences.
#include "flows/flow_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <list>

#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kBefore[] = R"(flow: test
version: 3
title: I lost a device
locale: en
start: {commands: [lost], phrases: [my phone is gone], after: [no-answer]}
steps:
  - {say: Sorry to hear that.}
  - ask: device
    title: Device
    type: choice
    text: What did you lose?
    options: [{value: phone, label: A phone}, {value: laptop, label: A laptop}, {value: badge, label: My badge}]
  - {ask: day, type: text, text: When was it?, max: 40}
  - {ask: place, type: text, text: Where?, help: "A street, a train ..."}
  - {ask: colour, type: text, text: Which colour?, skip: true}
  - branch:
      - {when: {device: badge}, goto: person}
  - {confirm: review}
  - {ticket: {category: service, title: "Lost: {{device.label}}", fields: [device, day, place, colour]}}
  - {label: thanks, say: "Number {{ticket.number}}."}
  - {end: done}
  - {label: person, handoff: {reason: a badge}}
)";

std::string Changed(std::string text, std::initializer_list<std::pair<std::string, std::string>> edits) {
  for (const auto& [from, to] : edits) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
  }
  return text;
}

class Diff : public testing::Test {
 protected:
  const Flow& Load(const std::string& text, const std::string& chinese = {}) {
    base::SourceFiles files = {{"flows/test.yaml", text}};
    if (!chinese.empty()) files.push_back({"flows/test.zh.yaml", chinese});
    base::Findings findings;
    libraries_.push_back(LoadFlows(files, EnglishOnly(), findings));
    EXPECT_FALSE(findings.HasErrors()) << Lines(findings);
    return *libraries_.back().flows().front();
  }
  std::vector<std::string> After(std::initializer_list<std::pair<std::string, std::string>> edits) {
    const Flow& before = Load(kBefore);
    return ChangesForUsers(before, Load(Changed(kBefore, edits)));
  }

 private:
  std::list<FlowLibrary> libraries_;
};

TEST_F(Diff, OfTheSameFlowIsEmptyWhateverItsCommentsAndVersion) {
  EXPECT_THAT(After({{"version: 3", "version: 4  # looked through"}}), IsEmpty());
}

TEST_F(Diff, TellsQuestionsThatCameWentAndMoved) {
  EXPECT_THAT(After({{"  - {ask: colour, type: text, text: Which colour?, skip: true}\n", ""}, {", colour]", "]"}}),
              ElementsAre("The question 'colour' is no longer asked.",
                          "The ticket carries device, day and place; it carried device, day, place and colour."));
  EXPECT_THAT(After({{"  - {confirm: review}",
                      "  - {ask: mail, type: email, text: Your mail?, when: {device: phone}}\n"
                      "  - {confirm: review}"},
                     {", colour]", ", colour, mail]"}}),
              ElementsAre("A new question, 'mail', for an e-mail address, only if device is phone: \"Your mail?\".",
                          "The ticket carries device, day, place, colour and mail; it carried device, day, place and "
                          "colour."));
  EXPECT_THAT(After({{"  - {ask: day, type: text, text: When was it?, max: 40}\n", ""},
                     {"  - {confirm: review}",
                      "  - {ask: day, type: text, text: When was it?, max: 40}\n  - {confirm: review}"}}),
              ElementsAre("ask day comes after the branch in line 15 now; it came after ask device."));
}

TEST_F(Diff, TellsWordsThatChanged) {
  EXPECT_THAT(
      After(
          {{"When was it?", "On which day?"}, {"A street, a train ...", "The street"}, {"Sorry to", "I am sorry to"}}),
      ElementsAre("What is said reads \"I am sorry to hear that.\" instead of \"Sorry to hear that.\".",
                  "The question 'day' reads \"On which day?\" instead of \"When was it?\".",
                  "The help of 'place' reads \"The street\" instead of \"A street, a train ...\"."));
  EXPECT_THAT(After({{"I lost a device", "Lost device"}, {"title: Device", "title: Thing"}}),
              ElementsAre("It is offered as \"Lost device\" instead of \"I lost a device\".",
                          "At review 'device' is called \"Thing\" instead of \"Device\"."));
}

TEST_F(Diff, TellsWordsOfEachLanguage) {
  const std::string chinese =
      "flow: test\nlocale: zh\ntitle: 设备丢了\nsteps:\n  thanks: {say: \"编号 {{ticket.number}}。\"}\n";
  const Flow& before = Load(kBefore, chinese);
  EXPECT_THAT(ChangesForUsers(before, Load(kBefore, Changed(chinese, {{"编号", "您的编号是"}}))),
              ElementsAre("What 'thanks' says (zh) reads \"您的编号是 {{ticket.number}}。\" instead of \"编号 "
                          "{{ticket.number}}。\"."));
  EXPECT_THAT(ChangesForUsers(before, Load(kBefore)),
              ElementsAre("It no longer speaks zh.", "What 'thanks' says (zh) is gone: \"编号 {{ticket.number}}。\"."));
}

TEST_F(Diff, TellsChoices) {
  EXPECT_THAT(After({{", {value: laptop, label: A laptop}", ", {value: tablet, label: A tablet}"},
                     {"A phone", "A mobile phone"}}),
              ElementsAre("'device' no longer offers \"A laptop\" (laptop).",
                          "The choice 'phone' of 'device' reads \"A mobile phone\" instead of \"A phone\".",
                          "'device' has a new choice, \"A tablet\" (tablet)."));
  EXPECT_THAT(After({{"{value: phone, label: A phone}, {value: laptop, label: A laptop}",
                      "{value: laptop, label: A laptop}, {value: phone, label: A phone}"}}),
              ElementsAre("The choices of 'device' stand in another order."));
}

TEST_F(Diff, TellsTypesBoundsAndDuties) {
  EXPECT_THAT(After({{"type: text, text: When was it?, max: 40", "type: date, text: When was it?"},
                     {"Which colour?, skip: true", "Which colour?, tries: 5"},
                     {"text: Where?", "text: Where?, when: {device: phone}, sensitive: true"}}),
              ElementsAre("'day' takes a date now; it took words.", "The most for 'day' is none; it was 40.",
                          "'place' is asked only if device is phone.", "The answer to 'place' is masked now.",
                          "'colour' can no longer be skipped.",
                          "After 5 answers that do not fit, 'colour' brings a person; before, after 3 it is skipped."));
}

TEST_F(Diff, TellsWaysTicketsAndStarts) {
  EXPECT_THAT(
      After({{"{device: badge}", "{device: [badge, laptop]}"},
             {"category: service", "category: functional"},
             {"commands: [lost]", "commands: [lost, gone]"},
             {"[my phone is gone]", "[my phone is lost]"},
             {"after: [no-answer]", "after: [article-rejected]"}}),
      ElementsAre("\"my phone is gone\" no longer starts it.", "\"/gone\" and \"my phone is lost\" start it now.",
                  "It is no longer offered after \"no-answer\".", "It is offered after \"article-rejected\" now.",
                  "No longer: if device is badge, on to 'person'.",
                  "A new way: if device is badge or laptop, on to 'person'.",
                  "The ticket's category is \"functional\"; it was \"service\"."));
}

TEST_F(Diff, SaysWhatBecomesOfRunningConversations) {
  const Flow& before = Load(kBefore);
  EXPECT_THAT(FateOfConversations(before, Load(kBefore)),
              ElementsAre("They go on as before: the flow's own file is the same."));
  const Flow& now = Load(Changed(kBefore, {{"type: text, text: When", "type: date, text: When"},
                                           {", max: 40", ""},
                                           {"{ask: colour, type: text, text: Which colour?, skip: true}",
                                            "{ask: size, type: text, text: How big?}"},
                                           {", colour]", ", size]"}}));
  EXPECT_THAT(FateOfConversations(before, now),
              ElementsAre("They stay on the version that they began with, as long as the server runs (the last 8 "
                          "versions are kept).",
                          "After a restart they go over to this one, and users are told; answers that are kept: device "
                          "and place.",
                          "Asked again where the answer no longer fits: day.", "Answers that are dropped: colour.",
                          "Asked besides: size.",
                          "The version is still 3: raise it, so that translations are looked through."));
}

// The sentences are true of the engine.
TEST_F(Diff, IsRightAboutTheAnswersThatAreKept) {
  const Flow& before = Load(kBefore);
  Talk talk(before, TestContext());
  talk.Type("A phone");
  talk.Type("some time ago");
  talk.Type("on the train");
  const Flow& now =
      Load(Changed(kBefore, {{"type: text, text: When was it?, max: 40", "type: date, text: When was it?"}}));
  const Outcome moved = Migrate(now, talk.last.session, TestContext());
  EXPECT_EQ(moved.session.slots.count("device"), 1u);
  EXPECT_EQ(moved.session.slots.count("place"), 1u);
  EXPECT_EQ(moved.session.slots.count("day"), 0u);
  EXPECT_EQ(Subject(moved), "day");
}

}  // namespace
}  // namespace frontdesk::flows
