// Sensitive answers: on the ticket for agents, for a time, and nowhere else on the disk.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

constexpr char kCanary[] = "canary-7f3a@example.com";
constexpr char kOrder[] = R"(flow: order
title: Ask for an order
locale: en
start: {phrases: [where is my order]}
steps:
  - {ask: email, type: email, text: Your e-mail?, sensitive: true}
  - lookup: https://api.example.com/orders
    method: post
    body: {email: "{{email}}"}
    fields: {status: /status}
    on_error: {goto: note}
  - {ask: note, type: text, text: Anything else?}
  - ticket: {category: service, title: "Order of {{email}}"}
  - end: done
)";
constexpr char kProof[] = R"(flow: proof
title: Prove who you are
locale: en
start: {phrases: [prove who i am]}
steps:
  - {ask: code, type: text, text: Which code?, sensitive: true}
  - {ask: scan, type: file, text: A picture of your card?, sensitive: true}
  - {ask: room, type: file, text: And one of the room?, skip: true}
  - {ask: note, type: text, text: Anything else?}
  - ticket: {category: service, title: Proof}
  - end: done
)";
constexpr char kSecretCode[] = "canary-code-41";
constexpr auto kKept = std::chrono::days(30);

class Sensitive : public TalkTest {
 protected:
  Sensitive() {
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-sensitive-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    auto catalog = std::make_shared<Catalog>(*catalog_);
    base::Findings findings;
    catalog->flows =
        flows::LoadFlows({{"flows/order.yaml", kOrder}, {"flows/proof.yaml", kProof}},
                         {.locales = {"en"}, .queues = {"general"}, .lookup_hosts = {"api.example.com"}}, findings);
    for (const base::Finding& finding : findings.Sorted()) ADD_FAILURE() << base::ToString(finding);
    catalog->policy.burst_window = base::Millis{0};
    catalog->policy.sensitive_kept = kKept;
    catalog_ = std::move(catalog);
    store_ = *store::OpenSqliteStore(directory_ + "/frontdesk.db", clock_);
    dialogue_ = std::make_unique<Dialogue>(*store_, clock_, [this] { return catalog_; });
    dialogue_->AnswerLookups([this](const flows::LookupRequest& request) {
      asked_ = request.body;
      return flows::LookupAnswer{500, ""};
    });
  }
  ~Sensitive() override { std::filesystem::remove_all(directory_); }

  bool IsOnDisk(const std::string& words) {
    EXPECT_TRUE(store_->EmptyLog().has_value());
    for (const auto& file : std::filesystem::directory_iterator(directory_)) {
      std::ifstream in(file.path(), std::ios::binary);
      std::ostringstream bytes;
      bytes << in.rdbuf();
      if (bytes.str().find(words) != std::string::npos) return true;
    }
    return false;
  }
  store::Id Report() {
    Type("where is my order");
    Type(kCanary);
    Type("no hurry");
    return dialogue_->ticket()->number;
  }

  std::vector<base::Message> SendFile(const std::string& id) {
    const base::FileRef file{id, id + ".png", "image/png", 1000};
    store::WriteOp op{store::SaveUpload{{file, "widget", "ada", 0, clock_.Now()}}, {}, false, {}};
    store_->Write({&op, 1});
    EXPECT_TRUE(op.status.has_value());
    return Do(base::SentFiles{{file}, {}});
  }
  // Until the sensitive answers are given, and one file that is not.
  void BeginProof() {
    Type("prove who i am");
    Type(kSecretCode);
    SendFile("card");
    SendFile("room");
  }
  // What the next sweep takes away.
  std::vector<std::string> FilesThatGo() {
    std::vector<std::string> ids;
    const auto old = store_->OldUploads(clock_.Now() - store::kUnsentFilesKept, {}, 10);
    for (const store::UploadRow& row : *old) ids.push_back(row.file.id);
    return ids;
  }

  std::string directory_;
  std::string asked_;
};

TEST_F(Sensitive, StayWhileTheFlowNeedsThemAndGoWithItWhereThereIsNoTicket) {
  Type("where is my order");
  Type(kCanary);
  EXPECT_NE(asked_.find(kCanary), std::string::npos) << "the other system is asked for it in full";
  EXPECT_TRUE(IsOnDisk(kCanary));
  Type("cancel");
  EXPECT_FALSE(IsOnDisk(kCanary));
}

TEST_F(Sensitive, LeaveAnOpenTicketAfterTheWorkspacesDays) {
  const store::Id number = Report();
  EXPECT_TRUE(IsOnDisk(kCanary));
  ASSERT_TRUE(dialogue_->Pass(kKept - std::chrono::hours(1)).has_value());
  EXPECT_TRUE(IsOnDisk(kCanary));
  ASSERT_TRUE(dialogue_->Pass(std::chrono::hours(2)).has_value());
  EXPECT_FALSE(IsOnDisk(kCanary));
  EXPECT_TRUE(IsOnDisk("no hurry")) << "what is not sensitive stays";
  const auto changes = store_->TicketChanges(number);
  ASSERT_FALSE(changes->empty());
  EXPECT_EQ(changes->back().what, "sensitive answers removed");
  EXPECT_EQ(changes->back().why, "they are kept for 30 days");
}

TEST_F(Sensitive, LeaveATicketThatIsHistory) {
  const store::Id number = Report();
  Do(base::AgentActed{base::AgentActed::Act::kTake, "kim", "Kim", {}, {}});
  Do(base::AgentActed{base::AgentActed::Act::kResolve, "kim", "Kim", {}, {}});
  Type("yes");
  Type("where is my order");
  Type("bob@example.com");
  Type("none");
  ASSERT_NE(dialogue_->ticket()->number, number);
  ASSERT_TRUE(dialogue_->Pass(kKept + std::chrono::hours(1)).has_value());
  EXPECT_FALSE(IsOnDisk(kCanary));
  EXPECT_FALSE(IsOnDisk("bob@example.com"));
  EXPECT_EQ(store_->TicketChanges(number)->back().what, "sensitive answers removed");
  EXPECT_EQ(store_->LoadTicket(number)->state, "closed");
}

TEST_F(Sensitive, FilesLeaveTheTicketAndTheDiskLikeAnswers) {
  BeginProof();
  Type("thanks");
  ASSERT_EQ(dialogue_->ticket()->files.size(), 2u);
  ASSERT_TRUE(dialogue_->Pass(kKept - std::chrono::hours(1)).has_value());
  EXPECT_THAT(FilesThatGo(), testing::IsEmpty());
  ASSERT_TRUE(dialogue_->Pass(std::chrono::hours(2)).has_value());
  EXPECT_THAT(FilesThatGo(), testing::ElementsAre("card"));
  const auto ticket = dialogue_->ticket();
  ASSERT_EQ(ticket->files.size(), 1u);
  EXPECT_EQ(ticket->files.front().id, "room");
  const auto scan = std::find_if(ticket->slots.begin(), ticket->slots.end(),
                                 [](const base::Fact& slot) { return slot.key == "scan"; });
  ASSERT_NE(scan, ticket->slots.end());
  EXPECT_EQ(scan->value, "(removed)");
}

TEST_F(Sensitive, FilesThatGoWithAPersonLeaveTheirTicketToo) {
  BeginProof();
  Type("person");
  ASSERT_EQ(dialogue_->ticket()->files.size(), 2u);
  ASSERT_TRUE(dialogue_->Pass(kKept + std::chrono::hours(1)).has_value());
  EXPECT_THAT(FilesThatGo(), testing::ElementsAre("card"));
  EXPECT_EQ(dialogue_->ticket()->files.size(), 1u);
}

TEST_F(Sensitive, LeaveADraftThatNobodyWentOnWithAndAreAskedForAgain) {
  BeginProof();
  ASSERT_TRUE(dialogue_->Pass(kKept - std::chrono::hours(1)).has_value());
  EXPECT_TRUE(IsOnDisk(kSecretCode));
  ASSERT_TRUE(dialogue_->Pass(std::chrono::hours(2)).has_value());
  EXPECT_FALSE(IsOnDisk(kSecretCode));
  EXPECT_THAT(FilesThatGo(), testing::ElementsAre("card"));
  const std::string again = TextOf(Type("I am back"));
  EXPECT_THAT(again, testing::HasSubstr("not kept for so long"));
  EXPECT_THAT(again, testing::HasSubstr("Which code?"));
  EXPECT_THAT(TextOf(Type("41")), testing::HasSubstr("A picture of your card?"));
  EXPECT_THAT(TextOf(SendFile("card2")), testing::HasSubstr("Anything else?")) << "what is not sensitive was kept";
  Type("no");
  EXPECT_EQ(dialogue_->ticket()->files.size(), 2u);
}

TEST_F(Sensitive, LeaveADraftThatAnotherFlowInterruptedFromTheDayOfEachAnswer) {
  Type("prove who i am");
  Type(kSecretCode);
  ASSERT_TRUE(dialogue_->Pass(std::chrono::days(20)).has_value());
  SendFile("card");
  Type("where is my order");
  Type(kCanary);
  ASSERT_EQ(state().paused.size(), 1u);
  ASSERT_TRUE(dialogue_->Pass(std::chrono::days(11)).has_value());
  EXPECT_FALSE(IsOnDisk(kSecretCode)) << "31 days old";
  EXPECT_TRUE(IsOnDisk(kCanary)) << "11 days old";
  EXPECT_THAT(FilesThatGo(), testing::IsEmpty());
  ASSERT_TRUE(dialogue_->Pass(std::chrono::days(20)).has_value());
  EXPECT_FALSE(IsOnDisk(kCanary));
  EXPECT_THAT(FilesThatGo(), testing::ElementsAre("card"));
  EXPECT_THAT(TextOf(Type("cancel")), testing::HasSubstr("Which code?")) << "back to the first";
}

TEST_F(Sensitive, StayWhereTheWorkspaceKeepsThem) {
  auto catalog = std::make_shared<Catalog>(*catalog_);
  catalog->policy.sensitive_kept = base::Millis{0};
  catalog_ = std::move(catalog);
  Report();
  ASSERT_TRUE(dialogue_->Pass(std::chrono::days(400)).has_value());
  EXPECT_TRUE(IsOnDisk(kCanary));
}

}  // namespace
}  // namespace frontdesk::core
