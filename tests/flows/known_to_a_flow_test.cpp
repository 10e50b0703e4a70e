// What a flow knows besides the answers: the desk, the platform, the words that came with files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using ::testing::HasSubstr;

FlowLibrary Load(const std::string& steps, const LoadOptions& options = EnglishOnly()) {
  std::string lines;
  FlowLibrary library = LoadText("flow: test\ntitle: Test\nlocale: en\nsteps:\n" + steps, &lines, options);
  EXPECT_EQ(lines, "");
  return library;
}

TEST(DeskConditions, TellWhetherTheDeskOrAQueueIsOpenAndManned) {
  const FlowLibrary library = Load(
      "  - branch:\n"
      "      - {when: {hours.tech: open, queue.tech.agents_online: {at_least: 2}}, goto: tech}\n"
      "      - {when: {hours: closed}, goto: closed}\n"
      "      - {when: {queue.agents_online: 0}, goto: nobody}\n"
      "  - {label: unknown, say: Unknown.}\n  - end: done\n"
      "  - {label: tech, say: Tech.}\n  - end: done\n"
      "  - {label: closed, say: Closed.}\n  - end: done\n"
      "  - {label: nobody, say: Nobody.}\n  - end: done\n");
  const auto said = [&](QueueNow desk, QueueNow tech) {
    FlowContext context = TestContext();
    context.queue = [=](std::string_view queue) { return queue == "tech" ? tech : desk; };
    return Text(Start(*library.Find("test"), context));
  };
  EXPECT_EQ(said({true, 3}, {true, 2}), "Tech.");
  EXPECT_EQ(said({false, 0}, {true, 1}), "Closed.");
  EXPECT_EQ(said({true, 0}, {false, 5}), "Nobody.");
  EXPECT_EQ(Text(Start(*library.Find("test"), TestContext())), "Unknown.");
}

TEST(Hints, StandBelowTheQuestionOnTheirPlatformOnly) {
  const FlowLibrary library = Load(
      "  - {ask: proof, type: file, text: A picture?, hint: {web: 'Paste it with Ctrl+V.', xmpp: Send it.}}\n"
      "  - ticket: {category: functional, title: x}\n  - end: done\n");
  const auto asked = [&](const char* platform) {
    FlowContext context = TestContext();
    context.platform = platform;
    return Text(Start(*library.Find("test"), context));
  };
  EXPECT_EQ(asked("web"), "A picture?\nPaste it with Ctrl+V.");
  EXPECT_EQ(asked("xmpp"), "A picture?\nSend it.");
  EXPECT_EQ(asked("slack"), "A picture?");
}

TEST(Hints, NameAccountTypesThatThereAre) {
  LoadOptions options = EnglishOnly();
  options.platforms = {"web", "xmpp"};
  std::string lines;
  LoadText(
      "flow: test\ntitle: Test\nlocale: en\nsteps:\n"
      "  - {ask: a, type: text, text: Well?, hint: {wbe: x}}\n"
      "  - ticket: {category: functional, title: x}\n  - end: done\n",
      &lines, options);
  EXPECT_EQ(lines, "flows/test.yaml:5:51: error: there is no account type 'wbe'; did you mean 'web'?\n");
}

class FileWords : public testing::Test {
 protected:
  FileWords()
      : library_(Load("  - {ask: what, type: text, text: What?}\n"
                      "  - {ask: proof, type: file, text: A picture?, accept: [image/*], many: 3, skip: true}\n"
                      "  - confirm: review\n"
                      "  - ticket: {category: functional, title: '{{what}}'}\n  - end: done\n")) {}
  Talk AtFiles() {
    Talk talk(*library_.Find("test"), TestContext());
    talk.Type("it hangs");
    return talk;
  }
  static std::string Reviewed(const Talk& talk) {
    for (const base::Fact& fact : talk.last.messages.back().facts)
      if (fact.key == "proof") return fact.value;
    return "(none)";
  }
  FlowLibrary library_;
};

TEST_F(FileWords, StayWithTheFilesOfAFileQuestion) {
  Talk talk = AtFiles();
  talk.Send({Picture()}, "the arrow shows it");
  talk.Send({Picture("two.png")}, "and this one too");
  talk.Type("done");
  EXPECT_EQ(Reviewed(talk), "crash.png, two.png: the arrow shows it\nand this one too");
  talk.Press("flow:submit");
  EXPECT_THAT(talk.last.ticket->fields.back().value, HasSubstr("the arrow shows it"));
}

TEST_F(FileWords, OutliveARefusedFileButAnswerNothingAlone) {
  Talk talk = AtFiles();
  talk.Send({{"id", "song.bin", "application/octet-stream", 5}}, "hear it");
  EXPECT_EQ(Subject(talk.last), "proof");
  EXPECT_THAT(Show(talk.last), HasSubstr("[Skip]"));
  talk.Send({Picture()});
  talk.Type("done");
  EXPECT_EQ(Reviewed(talk), "crash.png: hear it");
}

TEST_F(FileWords, EndTheQuestionWhenTheySaySo) {
  Talk talk = AtFiles();
  talk.Send({Picture()}, "that's all");
  EXPECT_EQ(Reviewed(talk), "crash.png");
}

TEST_F(FileWords, AreKeptAtTheReview) {
  Talk talk = AtFiles();
  talk.Type("skip");
  talk.Send({Picture()}, "only with Wi-Fi");
  EXPECT_EQ(talk.last.messages.back().kind, base::MessageKind::kReview);
  EXPECT_EQ(Reviewed(talk), "crash.png: only with Wi-Fi");
}

TEST_F(FileWords, AnswerTheOpenQuestionWhereItTakesNoFiles) {
  Talk talk(*library_.Find("test"), TestContext());
  talk.Send({Picture()}, "it hangs");
  EXPECT_EQ(talk.Value("what"), "it hangs");
  EXPECT_EQ(Reviewed(talk), "crash.png");
}

TEST_F(FileWords, AreTakenAsWordsWhereNoFileIsWanted) {
  const FlowLibrary library = Load(
      "  - {ask: a, type: yesno, text: Well?}\n  - confirm: review\n"
      "  - ticket: {category: functional, title: '{{a}}'}\n  - end: done\n");
  Talk talk(*library.Find("test"), TestContext());
  talk.Type("yes");
  talk.Send({Picture()}, "submit");
  EXPECT_EQ(talk.last.result, Outcome::Result::kEnded);
}

}  // namespace
}  // namespace frontdesk::flows
