#include "flows/global_words.h"

#include <gtest/gtest.h>

namespace frontdesk::flows {
namespace {

using Kind = GlobalWord::Kind;

struct WordCase {
  const char* text;
  Kind kind;
  const char* argument = "";
};

TEST(GlobalWords, AreKnownInEnglishAndChineseHoweverTheyAreWritten) {
  const WordCase cases[] = {
      {"back", Kind::kBack},
      {" Back! ", Kind::kBack},
      {"ＢＡＣＫ", Kind::kBack},
      {"上一步", Kind::kBack},
      {"返回", Kind::kBack},
      {"skip", Kind::kSkip},
      {"跳过。", Kind::kSkip},
      {"cancel", Kind::kCancel},
      {"Never mind.", Kind::kCancel},
      {"取消", Kind::kCancel},
      {"算了", Kind::kCancel},
      {"help", Kind::kHelp},
      {"帮助", Kind::kHelp},
      {"person", Kind::kPerson},
      {"Human, please!", Kind::kPerson},
      {"人工", Kind::kPerson},
      {"转人工", Kind::kPerson},
      {"找个人", Kind::kPerson},
      {"status", Kind::kStatus},
      {"进度", Kind::kStatus},
      {"状态", Kind::kStatus},
      {"language", Kind::kLanguage},
      {"语言", Kind::kLanguage},
      {"English please", Kind::kLanguage, "en"},
      {"中文", Kind::kLanguage, "zh"},
      {"edit", Kind::kEdit},
      {"修改", Kind::kEdit},
      {"edit area", Kind::kEdit, "area"},
      {"Change my version", Kind::kEdit, "version"},
      {"修改 版本", Kind::kEdit, "版本"},
      {"修改版本", Kind::kEdit, "版本"},
  };
  for (const WordCase& word : cases) {
    const auto found = RecognizeGlobalWord(word.text);
    ASSERT_TRUE(found.has_value()) << word.text;
    EXPECT_EQ(found->kind, word.kind) << word.text;
    EXPECT_EQ(found->argument, word.argument) << word.text;
  }
}

TEST(GlobalWords, MayNameATicketAndWhatToAddToIt) {
  struct Case {
    const char* text;
    Kind kind;
    const char* number;
    const char* added;
  };
  const Case cases[] = {
      {"status 1002", Kind::kStatus, "1002", ""},
      {"Status of ticket #1002", Kind::kStatus, "1002", ""},
      {"工单1002", Kind::kStatus, "1002", ""},
      {"withdraw 1002", Kind::kWithdraw, "1002", ""},
      {"撤回 #1002", Kind::kWithdraw, "1002", ""},
      {"withdraw my ticket", Kind::kWithdraw, "", ""},
      {"add to 1002: It is back: again", Kind::kAdd, "1002", "It is back: again"},
      {"补充 1002：日志见附件", Kind::kAdd, "1002", "日志见附件"},
      {"add to my ticket: only on Mondays", Kind::kAdd, "", "only on Mondays"},
  };
  for (const Case& c : cases) {
    const auto found = RecognizeGlobalWord(c.text);
    ASSERT_TRUE(found.has_value()) << c.text;
    EXPECT_EQ(found->kind, c.kind) << c.text;
    EXPECT_EQ(found->argument, c.number) << c.text;
    EXPECT_EQ(found->text, c.added) << c.text;
  }
  for (const char* other : {"1002", "human 1002", "status 1002 please tell me", "error 17", "back 2", "note: this"})
    EXPECT_FALSE(RecognizeGlobalWord(other)) << other;
}

TEST(GlobalWords, AreNotSeenInsideASentence) {
  for (const char* text :
       {"", "I cannot go back to the call", "the skip button is gone", "取消按钮点不了", "how do I cancel a meeting",
        "a person in my team has it too", "帮助文档打不开", "edit", "the status page is empty"}) {
    const auto found = RecognizeGlobalWord(text);
    if (std::string_view(text) == "edit") {
      EXPECT_TRUE(found.has_value());
    } else {
      EXPECT_FALSE(found.has_value()) << text;
    }
  }
  EXPECT_FALSE(RecognizeGlobalWord("edit " + std::string(500, 'x')).has_value());
}

}  // namespace
}  // namespace frontdesk::flows
