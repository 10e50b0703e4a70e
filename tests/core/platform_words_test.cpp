// What some platforms can do and others cannot: messages that change, profiles, voice, tickets from a shortcut.
#include "bot/core/effect.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PlatformWords : public TalkTest {
 protected:
  std::vector<Spoken> Does(base::EventBody body) {
    auto spoken = dialogue_->Send(EventOf(std::move(body)));
    EXPECT_TRUE(spoken.has_value()) << (spoken ? "" : spoken.error().message);
    return spoken ? *spoken : std::vector<Spoken>{};
  }
  static std::vector<std::string> Changed(const std::vector<Spoken>& spoken) {
    std::vector<std::string> words;
    for (const Spoken& line : spoken)
      if (line.changed) words.push_back(base::ToPlainText(line.message));
    return words;
  }
  static std::vector<std::string> Said(const std::vector<Spoken>& spoken) {
    std::vector<std::string> words;
    for (const Spoken& line : spoken)
      if (!line.changed && line.row.from == "bot") words.push_back(base::ToPlainText(line.message));
    return words;
  }
  // The last message of the bot's that has buttons.
  static Spoken Asked(const std::vector<Spoken>& spoken) {
    Spoken asked;
    for (const Spoken& line : spoken)
      if (!line.message.buttons.empty()) asked = line;
    return asked;
  }
};

TEST_F(PlatformWords, APressedChoiceStaysVisibleInPlaceOfTheButtons) {
  dialogue_->ChangeMessages(true);
  const Spoken answer = Asked(Does(base::Said{"How do I reset my password?"}));
  const base::Button yes = answer.message.buttons.front();
  const auto spoken = Does(base::Pressed{yes.value, yes.label, answer.row.id});
  ASSERT_EQ(Changed(spoken).size(), 1u);
  EXPECT_THAT(Changed(spoken).front(), HasSubstr("✓ " + yes.label));
  EXPECT_THAT(Changed(spoken).front(), testing::Not(HasSubstr("[1]")));
}

TEST_F(PlatformWords, WhereMessagesCannotBeChangedNothingIsTried) {
  const Spoken answer = Asked(Does(base::Said{"How do I reset my password?"}));
  const auto spoken = Does(base::Pressed{answer.message.buttons.front().value, "Yes", answer.row.id});
  EXPECT_THAT(Changed(spoken), IsEmpty());
  EXPECT_THAT(store_->UnfinishedOutbox(0, 10).value(), IsEmpty());
}

TEST(MessageUpdate, LeavesTheButtonsOfMenusFormsAndSeveralChoices) {
  base::Message menu = base::Say("Hi");
  menu.buttons = {{"A", "a"}, {"B", "b"}};
  menu.kind = base::MessageKind::kGreeting;
  EXPECT_FALSE(WithChoice(menu, {"A", "a"}).has_value());
  menu.kind = base::MessageKind::kAsk;
  EXPECT_TRUE(WithChoice(menu, {"", "b"}).has_value());
  EXPECT_THAT(base::ToPlainText(*WithChoice(menu, {"", "b"})), HasSubstr("✓ B")) << "the label is the message's own";
  menu.input = "multi";
  EXPECT_FALSE(WithChoice(menu, {"A", "a"}).has_value());
  menu.input.clear();
  menu.buttons.clear();
  EXPECT_FALSE(WithChoice(menu, {"A", "a"}).has_value()) << "it was settled already";
}

TEST(MessageUpdate, SurvivesTheOutbox) {
  const auto read = UpdateFromJson(UpdateJson({7, "e1", "{}", {"Yes", "y"}}));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->row, 7);
  EXPECT_EQ(read->event_id, "e1");
  EXPECT_EQ(read->chosen, (base::Button{"Yes", "y"}));
  EXPECT_FALSE(UpdateFromJson(R"({"effect":"relay"})").has_value());
  EXPECT_FALSE(UpdateFromJson("").has_value());
}

TEST_F(PlatformWords, WhoAUserIsIsAskedForOnceAndTold) {
  dialogue_->TellProfiles(true);
  const auto from_stranger = [this](base::EventBody body, const std::string& name) {
    base::Event event = EventOf(std::move(body));
    event.address.channel = "U7";
    event.author = {"U7", name};
    EXPECT_TRUE(dialogue_->Send(event).has_value());
  };
  from_stranger(base::Said{"hello"}, {});
  from_stranger(base::Said{"forgot my password"}, {});
  const auto waiting = store_->UnfinishedOutbox(0, 10).value();
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(ProfileFromJson(waiting.front().payload).value(), "U7");
  EXPECT_EQ(dialogue_->conversation()->person_name, "U7");
  from_stranger(base::GaveContext{R"({"time_zone":"Asia/Shanghai"})"}, "Ada Lovelace");
  EXPECT_EQ(dialogue_->conversation()->person_name, "Ada Lovelace");
  EXPECT_EQ(dialogue_->conversation()->context.at("time_zone"), "Asia/Shanghai");
}

TEST_F(PlatformWords, VoiceIsAnsweredHonestlyAndKept) {
  Does(base::Said{"hello"});
  const base::FileRef clip{"f1", "voice.amr", "audio/amr", 10, "far away"};
  const auto spoken = Does(base::SentFiles{{clip}, {}, true});
  EXPECT_THAT(Said(spoken), ElementsAre(HasSubstr("I can't listen to voice messages yet")));
  EXPECT_EQ(dialogue_->conversation()->files.size(), 1u) << "for the person who will hear it";
}

TEST_F(PlatformWords, VoiceInAFlowBringsTheOpenQuestionBack) {
  Does(base::Said{"report a problem"});
  const auto spoken = Does(base::SentFiles{{{"f1", "voice.amr", "audio/amr", 10, "far away"}}, {}, true});
  EXPECT_THAT(Said(spoken), ElementsAre(HasSubstr("I can't listen"), HasSubstr("What went wrong?")));
}

TEST_F(PlatformWords, ATicketFromAShortcutIsConfirmedWithItsNumber) {
  const auto spoken =
      Does(base::Posted{"shortcut", {}, "The login page is blank", "https://example.com/m/1", {}, true});
  EXPECT_THAT(Said(spoken), ElementsAre(HasSubstr("This is ticket #1001 now")));
}

TEST_F(PlatformWords, AReviewThatNobodyReadsAnAnswerToGetsNone) {
  EXPECT_THAT(Said(Does(base::Posted{"review", {}, "The login page is blank", {}, {}, false})), IsEmpty());
}

}  // namespace
}  // namespace frontdesk::core
