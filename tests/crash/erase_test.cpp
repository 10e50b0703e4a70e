// Somebody is forgotten: the real binary, every byte of the data directory. PROMISES P18.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/crash/crash_fixture.h"
#include "tests/fakes/visitor.h"

namespace frontdesk::crash {

namespace {

namespace fs = std::filesystem;

constexpr char kPngHead[] = "\x89PNG\r\n\x1a\n";

class Erase : public CrashTest {
 protected:
  std::string data() const { return desk_.directory() + "/desk/data"; }

  // How many files of the data directory hold these bytes, in their content or their name.
  int FilesWith(const std::string& bytes) const {
    int found = 0;
    for (const auto& entry : fs::recursive_directory_iterator(data())) {
      if (!entry.is_regular_file()) continue;
      std::stringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      const bool holds = text.str().find(bytes) != std::string::npos;
      if (holds || entry.path().string().find(bytes) != std::string::npos) ++found;
    }
    return found;
  }

  // Words in every place that a user's words can come to: a question, a report that is left, a request for a person, a
  // file that was sent and one that was not.
  void Talk(fakes::Visitor& visitor, const std::string& canary) {
    ASSERT_TRUE(visitor.Arrive());
    ASSERT_EQ(visitor.Say("m1", "how do I reset " + canary + "?").status, 200);
    ASSERT_EQ(visitor.Say("m2", "report a problem").status, 200);
    ASSERT_EQ(visitor.Say("m3", canary + " turns purple all the time").status, 200);
    const auto sent = visitor.Post("/files?name=" + canary + ".png", kPngHead + canary);
    ASSERT_EQ(sent.status, 200) << sent.body;
    const std::string file = fakes::TextIn(sent.body, "id");
    ASSERT_EQ(
        visitor
            .Post("/events", R"({"id":"f1","type":"files","files":[")" + file + R"("],"text":"see )" + canary + R"("})")
            .status,
        200);
    ASSERT_EQ(visitor.Say("m4", "human, it is about " + canary).status, 200);
    ASSERT_EQ(visitor.Say("m5", canary + " again").status, 200);
    ASSERT_EQ(visitor.Post("/files?name=b.png", kPngHead + canary).status, 200);
  }
};

TEST_F(Erase, LeavesNoByteOfThePersonAndAllOfTheOthers) {
  const std::string gone = "CANARY-PII-ada-8f3a", kept = "CANARY-PII-bob-1c77";
  ASSERT_TRUE(desk_.WriteShippedWorkspace());
  StartReady();
  fakes::Visitor ada(desk_.port()), bob(desk_.port());
  Talk(ada, gone);
  Talk(bob, kept);
  const std::string name = "widget/" + ada.name().id;
  EXPECT_NE(desk_.RunCommand({"erase", name, "--yes"}), 0) << "a server at work would write back what it remembers";
  ASSERT_EQ(desk_.Stop(kStopPatience), 0);
  ASSERT_GT(FilesWith(gone), 0);
  ASSERT_GT(FilesWith(ada.name().id), 0);
  EXPECT_NE(desk_.RunCommand({"erase", name}), 0) << "it must be meant";
  EXPECT_GT(FilesWith(gone), 0);
  ASSERT_EQ(desk_.RunCommand({"erase", name, "--yes"}), 0) << desk_.Complaint();
  EXPECT_EQ(FilesWith(gone), 0);
  EXPECT_EQ(FilesWith(ada.name().id), 0);
  EXPECT_GT(FilesWith(kept), 0);
  EXPECT_NE(desk_.RunCommand({"erase", name, "--yes"}), 0) << "nobody is known so any more";
  StartReady();
  for (fakes::Visitor* visitor : {&ada, &bob}) visitor->HangUp();
  EXPECT_EQ(bob.Say("m9", "thank you").status, 200);
  EXPECT_EQ(ada.Say("m9", "who am I").status, 200) << "whoever comes back is met for the first time";
}

TEST_F(Erase, ByTheNumberOfATicket) {
  const std::string gone = "CANARY-PII-ada-77d1";
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  StartReady();
  fakes::Visitor ada(desk_.port());
  Talk(ada, gone);
  ASSERT_EQ(desk_.Stop(kStopPatience), 0);
  ASSERT_GT(FilesWith(gone), 0);
  ASSERT_EQ(desk_.RunCommand({"erase", "#1001", "--yes"}), 0) << desk_.Complaint();
  EXPECT_EQ(FilesWith(gone), 0);
}

TEST_F(Erase, AnExportHoldsAllWordsAndFilesWhileTheServerRuns) {
  const std::string words = "CANARY-PII-ada-2b9e";
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  StartReady();
  fakes::Visitor ada(desk_.port());
  Talk(ada, words);
  const std::string target = desk_.directory() + "/export";
  ASSERT_EQ(desk_.RunCommand({"export", "widget/" + ada.name().id, "--to", target}), 0) << desk_.Complaint();
  std::stringstream text;
  text << std::ifstream(target + "/person.json").rdbuf();
  for (const std::string& part : {words + " turns purple", words + " again", "see " + words})
    EXPECT_NE(text.str().find(part), std::string::npos) << part;
  EXPECT_EQ(std::distance(fs::directory_iterator(target + "/files"), fs::directory_iterator()), 1);
  EXPECT_NE(desk_.RunCommand({"export", "widget/" + ada.name().id, "--to", target}), 0) << "nothing is overwritten";
}

}  // namespace

}  // namespace frontdesk::crash
