// A pasted log says what need not be asked.
#include <gtest/gtest.h>

#include "bot/base/text.h"
#include "flows/log_facts.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

constexpr char kJava[] =
    "2026-03-01 14:58:02.113 INFO  App version: 3.2.1 (build 991) on Android 14\n"
    "2026-03-01 14:58:04.007 ERROR upload failed, error code: E_QUOTA\n"
    "java.lang.IllegalStateException: no space left\n"
    "    at com.example.Upload.run(Upload.java:42)\n"
    "    at com.example.Main.main(Main.java:7)\n"
    "2026-03-01 14:58:04.010 INFO  giving up\n";
constexpr char kPython[] =
    "Traceback (most recent call last):\n"
    "  File \"app.py\", line 3, in <module>\n"
    "    main()\n"
    "ValueError: bad\n";

TEST(Logs, AreToldFromProse) {
  EXPECT_TRUE(IsLog(kJava));
  EXPECT_TRUE(IsLog(kPython));
  EXPECT_TRUE(IsLog("E/Foo: a\nE/Foo: b\nW/Bar: c\n"));
  EXPECT_FALSE(IsLog("It crashes.\nIt crashed at 15:00.\nAnd again at noon."));
  EXPECT_FALSE(IsLog("error code 5"));
  EXPECT_FALSE(IsLog("第一步：打开设置\n第二步：点头像\n第三步：闪退"));
}

TEST(Logs, TellVersionSystemErrorCodeAndStackTrace) {
  const auto java = ReadLog(kJava);
  EXPECT_EQ(java.at("version"), "3.2.1");
  EXPECT_EQ(java.at("os"), "Android 14");
  EXPECT_EQ(java.at("error_code"), "E_QUOTA");
  EXPECT_EQ(java.at("stack_trace"),
            "java.lang.IllegalStateException: no space left\n"
            "    at com.example.Upload.run(Upload.java:42)\n"
            "    at com.example.Main.main(Main.java:7)");
  EXPECT_TRUE(ReadLog(kPython).at("stack_trace").starts_with("Traceback"));
  EXPECT_EQ(ReadLog("connect: ECONNREFUSED").at("error_code"), "ECONNREFUSED");
  EXPECT_EQ(ReadLog("错误码：10086").at("error_code"), "10086");
  EXPECT_EQ(ReadLog("User-Agent: iPhone OS 17_2 like Mac OS X").at("os"), "iPhone OS 17.2");
  EXPECT_TRUE(ReadLog("nothing at all").empty());
}

TEST(Logs, FillTheQuestionsThatTheyAnswer) {
  const FlowLibrary library = LoadText(
      "flow: test\ntitle: Test\nlocale: en\nsteps:\n"
      "  - {ask: actual, type: longtext, text: What?}\n"
      "  - {ask: trace, type: log, text: The log?, skip: true}\n"
      "  - {ask: version, type: version, text: Version?, prefill: {from: [context.app_version, log.version]}}\n"
      "  - {ask: code, type: text, text: Code?, prefill: {from: log.error_code}}\n"
      "  - confirm: review\n  - ticket: {category: functional, title: x}\n  - end: done\n");
  Talk talk(*library.Find("test"), TestContext());
  talk.Type("Uploading a big file stops half way");
  EXPECT_EQ(Subject(talk.last), "trace");
  talk.Type(kJava);
  EXPECT_EQ(talk.Value("version"), "3.2.1");
  EXPECT_EQ(talk.Value("code"), "E_QUOTA");
  EXPECT_EQ(talk.last.messages.back().kind, base::MessageKind::kReview);

  Talk early(*library.Find("test"), TestContext());
  early.Type(kJava);  // in place of a description: it is kept as both
  EXPECT_EQ(early.last.messages.back().kind, base::MessageKind::kReview);
  EXPECT_EQ(early.Value("trace"), std::string(base::Trim(kJava)));

  Talk file(*library.Find("test"), TestContext());
  file.Type("Uploading stops");
  file.Send({{"id", "app.log", "text/plain", 100}});
  EXPECT_EQ(Subject(file.last), "version");
}

TEST(Logs, OfAHundredKilobytesAreReadInLinearTime) {
  for (const std::string& evil : {std::string(100'000, ' '), std::string(100'000, 'a'), std::string(50'000, '\n'),
                                  std::string(100'000, '#'), "at " + std::string(100'000, '(')})
    EXPECT_TRUE(ReadLog(evil).count("version") == 0) << evil.substr(0, 5);
}

}  // namespace
}  // namespace frontdesk::flows
