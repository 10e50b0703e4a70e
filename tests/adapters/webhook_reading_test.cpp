// Who cannot be called reads replies page by page: only with the account's secret, nothing missing, nothing twice.
#include <memory>
#include <nlohmann/json.hpp>

#include "adapters/webhook/reading.h"
#include "adapters/webhook/reply_json.h"
#include "bot/base/json.h"
#include "tests/adapters/webhook_account.h"

namespace frontdesk::adapters::webhook {
namespace {

using base::ErrorCode;
using nlohmann::json;

class WebhookReading : public WebhookAccount {
 protected:
  static constexpr std::string_view kReplies = "/hooks/shop/replies";

  // Signed as documented: over "GET path?query".
  base::Result<PageRequest> Page(std::string_view query, std::string_view path = kReplies) const {
    const std::string mark = query.empty() ? "" : "?";
    const Headers headers = Sign("poll_1", "GET " + std::string(path) + mark + std::string(query));
    return ReadPageRequest({"GET", path, query, headers, {}}, env());
  }
  ErrorCode CodeOf(std::string_view method, std::string_view path, std::string_view query,
                   std::string_view signed_text) const {
    const Headers headers = Sign("poll_1", signed_text);
    const auto page = ReadPageRequest({method, path, query, headers, {}}, env());
    EXPECT_FALSE(page.has_value()) << path << "?" << query;
    return page ? ErrorCode::kInternal : page.error().code;
  }
  const std::string& Body(std::string_view text, base::MessageKind kind = base::MessageKind::kSay) {
    base::Message message = base::Say(text);
    message.kind = kind;
    bodies_.push_back(std::make_unique<std::string>(base::ToJson(message)));
    return *bodies_.back();
  }
  AddressedRow RowAt(std::int64_t seq, std::string_view from, std::string_view body) const {
    return {{"shop", "c" + std::to_string(seq), ""}, {seq, seq + 100, kNow, from, "m1", body}};
  }
  json PageOf(std::int64_t cursor, const std::vector<AddressedRow>& rows) const {
    return base::ParseJson(ReplyPage(cursor, rows, settings_)).value_or(json());
  }

  std::vector<std::unique_ptr<std::string>> bodies_;
};

TEST_F(WebhookReading, BeginsAtTheBeginning) {
  const auto page = Page("");
  ASSERT_TRUE(page.has_value()) << page.error().message;
  EXPECT_EQ(page->after, 0);
  EXPECT_EQ(page->limit, kDefaultPage);
  EXPECT_EQ(Page("after=")->after, 0);
}

TEST_F(WebhookReading, GoesOnFromACursor) {
  const auto page = Page("after=123456789012&limit=20");
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->after, 123456789012);
  EXPECT_EQ(page->limit, 20u);
  EXPECT_EQ(Page("limit=1000000")->limit, kMaxPage);
}

TEST_F(WebhookReading, RefusesACursorThatItNeverGave) {
  for (const char* query : {"after=x", "after=-1", "after=1x", "after=99999999999999999999", "limit=0", "limit=-1",
                            "limit=", "limit=+5", "after=%31"}) {
    const auto page = Page(query);
    ASSERT_FALSE(page.has_value()) << query;
    EXPECT_EQ(page.error().code, ErrorCode::kInvalid) << query;
  }
}

TEST_F(WebhookReading, SignatureCoversMethodPathAndQuery) {
  const std::string good = "GET /hooks/shop/replies?after=5";
  EXPECT_EQ(CodeOf("GET", kReplies, "after=4", good), ErrorCode::kUnauthenticated);
  EXPECT_EQ(CodeOf("GET", kReplies, "", good), ErrorCode::kUnauthenticated);
  EXPECT_EQ(CodeOf("GET", "/hooks/forum/replies", "after=5", good), ErrorCode::kUnauthenticated);
  EXPECT_EQ(CodeOf("GET", kReplies, "after=5", ""), ErrorCode::kUnauthenticated);
  EXPECT_EQ(CodeOf("POST", kReplies, "after=5", good), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("GET", "/hooks/shop", "", "GET /hooks/shop"), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf("GET", "/hooks/forum/replies", "", "GET /hooks/forum/replies"), ErrorCode::kInvalid);
}

TEST_F(WebhookReading, ASignatureForReadingBringsNoEventIn) {
  const Headers headers = Sign("poll_1", "GET /hooks/shop/replies");
  EXPECT_FALSE(adapter().Verify({"GET", kReplies, {}, headers, {}}, env()).has_value());
  EXPECT_FALSE(adapter().Verify({"POST", "/hooks/shop", {}, headers, {}}, env()).has_value());
}

TEST_F(WebhookReading, GivesWhatACallbackWouldHaveGiven) {
  const AddressedRow row = RowAt(5, "bot", Body("Hello"));
  const json page = PageOf(5, {row});
  ASSERT_EQ(page["data"].size(), 1u);
  const auto message = base::MessageFromJson(row.row.body);
  const json called = base::ParseJson(CallbackBody(row.address, row.row, *message, settings_)).value_or(json());
  EXPECT_EQ(page["data"][0], called["data"]);
  EXPECT_EQ(page["cursor"], "5");
}

TEST_F(WebhookReading, ShowsRepliesOnlyAndKeepsTheCursorThatItIsGiven) {
  const json page = PageOf(9, {RowAt(4, "user", Body("Hi", base::MessageKind::kUser)),
                               RowAt(5, "agent", Body("I am Kim", base::MessageKind::kAgent)),
                               RowAt(6, "agent", Body("a note", base::MessageKind::kNote)),
                               RowAt(7, "user", Body("bye", base::MessageKind::kUser))});
  ASSERT_EQ(page["data"].size(), 1u);
  EXPECT_EQ(page["data"][0]["text"], "I am Kim");
  EXPECT_EQ(page["data"][0]["from"], "agent");
  EXPECT_EQ(page["cursor"], "9") << "or the next page would be this one again";
}

TEST_F(WebhookReading, AnEmptyPageHasACursorToo) {
  const json page = PageOf(12, {});
  EXPECT_EQ(page["data"], json::array());
  EXPECT_EQ(page["cursor"], "12");
}

TEST_F(WebhookReading, AFileIsReadWithTheSameProof) {
  const base::FileRef file{"0123456789abcdef", "a.pdf", "application/pdf", 7};
  const std::string path = FilePath(settings_, file);
  EXPECT_EQ(path, "/hooks/shop/files/0123456789abcdef");
  const auto read = [&](const std::string& target, const std::string& signed_text) {
    const Headers headers = Sign("f_1", signed_text);
    return ReadFileRequest({"GET", target, {}, headers, {}}, env());
  };
  ASSERT_TRUE(read(path, "GET " + path).has_value());
  EXPECT_EQ(*read(path, "GET " + path), "0123456789abcdef");
  EXPECT_EQ(read(path, "GET /hooks/shop/files/0").error().code, ErrorCode::kUnauthenticated);
  for (const std::string wrong : {"/hooks/shop/files/", "/hooks/shop/files/../x", "/hooks/shop/files/a/b",
                                  "/hooks/forum/files/0123456789abcdef", "/hooks/shop/files"})
    EXPECT_EQ(read(wrong, "GET " + wrong).error().code, ErrorCode::kInvalid) << wrong;
}

}  // namespace
}  // namespace frontdesk::adapters::webhook
