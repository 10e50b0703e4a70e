#include "bot/runtime/uploads.h"

#include <gmock/gmock.h>

#include "bot/runtime/visitor_quota.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::HasSubstr;

const std::string kPng("\x89PNG\r\n\x1a\nthe picture", 19);

class UploadApi : public LiveDesk {
 protected:
  UploadApi() {
    AddAgent("kim", "Kim");
    Start();
  }
  Answer Send(const Visitor& visitor, const std::string& id, const std::vector<std::string>& files) {
    return visitor.Send({{"id", id}, {"type", "files"}, {"files", files}, {"text", "look"}});
  }
};

TEST_F(UploadApi, TakesAPictureAndGivesItToAgentsAsAnAttachment) {
  const Visitor visitor(port());
  const Answer uploaded = visitor.Upload(kPng, "..%2F%E5%9B%BE%22.png");
  ASSERT_EQ(uploaded.status, 200) << uploaded.body;
  EXPECT_EQ(uploaded.Json()["name"], "图_.png");
  EXPECT_EQ(uploaded.Json()["type"], "image/png");
  EXPECT_EQ(uploaded.Json()["size"], kPng.size());
  const std::string id = uploaded.Json()["id"];
  ASSERT_EQ(Send(visitor, "f1", {id}).status, 200);
  Agent kim(port(), "kim", kPassword);
  const Answer file = kim.Get("/files/" + id);
  ASSERT_EQ(file.status, 200);
  EXPECT_EQ(file.body, kPng);
  EXPECT_EQ(file.Header("Content-Type"), "image/png");
  EXPECT_EQ(file.Header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(file.Header("Content-Disposition"), "attachment; filename*=UTF-8''%E5%9B%BE_.png");
  EXPECT_THAT(file.Header("Content-Security-Policy"), HasSubstr("sandbox"));
  EXPECT_EQ(Get("/console/api/files/" + id).status, 401);
}

TEST_F(UploadApi, GivesHtmlAndSvgOutAsPlainTextOnly) {
  const Visitor visitor(port());
  Agent kim(port(), "kim", kPassword);
  for (const char* page :
       {"<html><script>alert(1)</script></html>", "<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"}) {
    const std::string id = visitor.Upload(page, "page.html").Json()["id"];
    const Answer file = kim.Get("/files/" + id);
    EXPECT_EQ(file.Header("Content-Type"), "text/plain");
    EXPECT_EQ(file.Header("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(file.Header("Content-Disposition"), HasSubstr("attachment"));
  }
}

TEST_F(UploadApi, SaysWhatItTakesWhenItRefuses) {
  const Visitor visitor(port());
  const Answer type = visitor.Upload(std::string("MZ\x90\0", 4), "a.png");
  EXPECT_EQ(type.status, 415);
  EXPECT_THAT(type.Json()["error"]["message"].get<std::string>(), HasSubstr("PNG"));
  EXPECT_EQ(visitor.Upload("").status, 400);
  const FileLimits limits;
  const std::pair<std::string, std::string> large[] = {
      {kPng + std::string(static_cast<std::size_t>(limits.image), 'x'), "A picture may have at most 10 MB."},
      {"ID3\x03" + std::string(static_cast<std::size_t>(limits.audio), 'x'),
       "A sound recording may have at most 20 MB."},
      {std::string(static_cast<std::size_t>(limits.other) + 1, 'x'), "A file of this kind may have at most 20 MB."}};
  for (const auto& [bytes, says] : large) {
    const Answer answer = visitor.Upload(bytes);
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.Json()["error"]["message"].get<std::string>(), says);
    EXPECT_GE(answer.Json()["error"]["limit"].get<std::int64_t>(), limits.image);
  }
}

TEST_F(UploadApi, AFileBelongsToTheVisitorWhoSentIt) {
  const Visitor owner(port());
  const Visitor other(port());
  const Visitor same_name(port(), "shop", {{"Origin", "https://shop.example"}});
  const std::string id = owner.Upload(kPng).Json()["id"];
  EXPECT_EQ(Send(other, "f1", {id}).status, 400);
  EXPECT_EQ(Send(same_name, "f1", {id}).status, 400);
  EXPECT_EQ(Send(owner, "f1", {"00000000000000000000000000000000"}).status, 400);
  EXPECT_EQ(Send(owner, "f2", {id, id}).status, 200);
  EXPECT_EQ(Send(owner, "f2", {id}).status, 200) << "the same event again";
}

TEST_F(UploadApi, LiesUnderARandomNameForItsOwnerOnly) {
  const std::string id = Visitor(port()).Upload(kPng, "name.png").Json()["id"];
  const std::filesystem::path file = std::filesystem::path(data()) / "uploads" / id;
  ASSERT_TRUE(std::filesystem::exists(file));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
  EXPECT_EQ(std::filesystem::status(file.parent_path()).permissions(), perms::owner_all);
  EXPECT_EQ(std::filesystem::status(data()).permissions(), perms::owner_all);
}

TEST_F(UploadApi, LetsNobodyOutOfItsFolder) {
  Agent kim(port(), "kim", kPassword);
  for (const char* id : {"visitor.key", "..%2Ffrontdesk.db", "%2e%2e%2fvisitor.key", "frontdesk.db"}) {
    EXPECT_GE(kim.Get(std::string("/files/") + id).status, 400) << id;
  }
}

TEST(VisitorQuota, CountsUploadsByVisitorAndByAddressForAnHour) {
  VisitorQuota quota(kUploadLimits);
  base::TimePoint now = base::FromMillis(1'700'000'000'000);
  EXPECT_TRUE(quota.Take("one", "1", kUploadLimits.of_visitor, now));
  EXPECT_FALSE(quota.Take("one", "2", 1, now));
  EXPECT_TRUE(quota.Take("two", "1", kUploadLimits.of_visitor, now));
  EXPECT_TRUE(quota.Take("three", "1", kUploadLimits.of_visitor, now));
  EXPECT_TRUE(quota.Take("four", "1", kUploadLimits.of_visitor, now));
  EXPECT_FALSE(quota.Take("five", "1", 1, now)) << "new sessions do not help";
  now += std::chrono::hours(1);
  EXPECT_TRUE(quota.Take("one", "1", 1, now));
}

TEST(VisitorQuota, CountsIpv6ByTheNetworkThatOneCustomerHas) {
  VisitorQuota quota(EventLimits(1));
  const base::TimePoint now = base::FromMillis(1'700'000'000'000);
  EXPECT_TRUE(quota.Take("one", "2001:db8:1:2::1", 1, now));
  EXPECT_FALSE(quota.Take("two", "2001:db8:1:2:ffff::9", 1, now));
  EXPECT_TRUE(quota.Take("three", "2001:db8:1:3::1", 1, now));
}

TEST(VisitorQuota, BoundsTheNumberOfSmallFiles) {
  VisitorQuota quota(kUploadLimits);
  const base::TimePoint now = base::FromMillis(1'700'000'000'000);
  int taken = 0;
  while (taken < 10'000 && quota.Take("one", "1", kLeastUpload, now)) ++taken;
  EXPECT_EQ(taken, kUploadLimits.of_visitor / kLeastUpload);
}

}  // namespace
}  // namespace frontdesk::runtime::testing
