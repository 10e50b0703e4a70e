// The contract of every adapter, for the web account: nothing unproven is parsed, nothing hostile gets through, and
// what is right comes out as the right event.
#include <gtest/gtest.h>

#include <set>

#include "adapters/registry.h"
#include "adapters/web/origin.h"
#include "adapters/web/row_json.h"
#include "adapters/web/visitor_cookie.h"
#include "adapters/web/web_event.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::web {
namespace {

using base::ErrorCode;

constexpr char kVisitor[] = "0123456789abcdef0123456789abcdef";

class WebAccount : public ::testing::Test {
 protected:
  const Adapter& adapter() const { return *FindAdapter("web"); }
  std::string Cookie(std::string_view scope = {}) const {
    return VisitorCookie(kVisitor, "widget", scope, settings_.SecretOf(kVisitorKey));
  }
  base::Result<Verified> VerifyCookie(std::string cookie) {
    headers_ = {{"Host", "desk.example"}, {"Cookie", "fd_widget=" + std::move(cookie)}};
    return adapter().Verify(request(), env());
  }
  base::Result<base::Event> Parse(std::string_view body) {
    headers_ = {{"Host", "desk.example"}, {"Cookie", "fd_widget=" + Cookie()}};
    body_ = body;
    const auto verified = adapter().Verify(request(), env());
    if (!verified) return tl::unexpected(verified.error());
    auto parsed = adapter().Parse(*verified, env());
    if (!parsed) return tl::unexpected(parsed.error());
    return std::get<adapters::Taken>(*parsed).events.front();
  }
  ErrorCode CodeOf(std::string_view body) {
    const auto event = Parse(body);
    EXPECT_FALSE(event.has_value()) << body.substr(0, 100);
    return event ? ErrorCode::kInternal : event.error().code;
  }
  RawRequest request() const { return {"POST", "/web/widget/events", {}, headers_, body_}; }
  Env env() const { return {base::FromMillis(1'700'000'000'000), settings_, {}, {}}; }
  static Settings SettingsOfServer() {
    Settings settings;
    settings.account = "widget";
    settings.secrets[std::string(kVisitorKey)] = base::Secret("a key of this server");
    return settings;
  }

  Settings settings_ = SettingsOfServer();
  Headers headers_;
  std::string body_;
};

TEST_F(WebAccount, KnowsItsOwnCookie) {
  const auto verified = VerifyCookie(Cookie());
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(verified->sender(), kVisitor);
  EXPECT_EQ(verified->proof(), Verified::Proof::kSignedCookie);
}

TEST_F(WebAccount, RefusesACookieWithAnyByteChanged) {
  const std::string good = Cookie();
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char flip : {'\x01', '\x20', '\x02'}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ flip);
      const auto verified = VerifyCookie(bad);
      ASSERT_FALSE(verified.has_value()) << "byte " << i << " of " << bad;
      EXPECT_EQ(verified.error().code, ErrorCode::kUnauthenticated);
    }
  }
}

TEST_F(WebAccount, RefusesCutLongEmptyAndAbsentCookies) {
  const std::string good = Cookie();
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(VerifyCookie(good.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(VerifyCookie(good + "A").has_value());
  EXPECT_FALSE(VerifyCookie(std::string(8000, 'a')).has_value());
  headers_ = {};
  EXPECT_FALSE(adapter().Verify(request(), env()).has_value());
}

TEST_F(WebAccount, RefusesACookieOfAnotherAccountOrServer) {
  EXPECT_FALSE(VerifyCookie(VisitorCookie(kVisitor, "other", {}, settings_.SecretOf(kVisitorKey))).has_value());
  EXPECT_FALSE(VerifyCookie(VisitorCookie(kVisitor, "widget", {}, base::Secret("another key"))).has_value());
}

TEST_F(WebAccount, AcceptsNothingWithoutAKey) {
  const std::string cookie = Cookie();
  settings_.secrets.clear();
  EXPECT_FALSE(VerifyCookie(cookie).has_value());
  EXPECT_FALSE(VerifyCookie(VisitorCookie(kVisitor, "widget", {}, base::Secret())).has_value());
}

TEST_F(WebAccount, ARefusalSaysNothingAboutWhatWasWrong) {
  const std::string absent = VerifyCookie("").error().message;
  std::string bad = Cookie();
  bad.back() = bad.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(VerifyCookie(bad).error().message, absent);
}

TEST_F(WebAccount, ASessionOfOnePageIsUnknownToAnother) {
  const std::string cookie = Cookie("https://shop.example");
  headers_ = {{"Host", "desk.example"}, {"Cookie", "fd_widget=" + cookie}, {"Origin", "https://shop.example"}};
  EXPECT_TRUE(adapter().Verify(request(), env()).has_value());
  headers_.back().second = "https://evil.example";
  EXPECT_FALSE(adapter().Verify(request(), env()).has_value());
  headers_.pop_back();
  EXPECT_FALSE(adapter().Verify(request(), env()).has_value());
}

struct OriginCase {
  std::string_view origin;
  std::string_view host;
  std::vector<std::string> allowed;
  bool may_talk;
  bool is_own;
};

TEST(Origin, DecidesTwelveCases) {
  const std::vector<std::string> shop = {"https://shop.example"};
  const OriginCase cases[] = {
      {"", "desk.example", {}, true, true},
      {"", "desk.example", shop, true, true},
      {"https://desk.example", "desk.example", shop, true, true},
      {"http://desk.example:8080", "desk.example:8080", shop, true, true},
      {"https://help.example", "inner:8080", shop, true, true},  // the public address, behind a proxy
      {"https://shop.example", "desk.example", shop, true, false},
      {"https://SHOP.example", "desk.example", shop, true, false},
      {"https://shop.example.evil", "desk.example", shop, false, false},
      {"http://shop.example", "desk.example", shop, false, false},
      {"null", "desk.example", shop, false, false},
      {"null", "desk.example", {}, false, false},
      {"https://anyone.example", "desk.example", {}, true, false},
  };
  for (const OriginCase& one : cases) {
    Settings settings;
    settings.account = "widget";
    settings.public_url = "https://help.example/base";
    settings.lists["origins"] = one.allowed;
    Headers headers = {{"Host", std::string(one.host)}};
    if (!one.origin.empty()) headers.emplace_back("Origin", one.origin);
    const PageOrigin page = OriginOf({"POST", "/", {}, headers, {}}, settings);
    EXPECT_EQ(page.may_talk, one.may_talk) << one.origin;
    EXPECT_EQ(page.is_own, one.is_own) << one.origin;
  }
}

TEST_F(WebAccount, TakesAFormWithSeveralOptionsJoined) {
  const auto event = Parse(R"({"id":"f1","type":"form","values":{"mail":"ada@example.com","parts":["a","b"],"v":""}})");
  ASSERT_TRUE(event.has_value());
  const auto& filled = std::get<base::FilledForm>(event->body);
  ASSERT_EQ(filled.values.size(), 3u);
  EXPECT_EQ(filled.values[1], (base::Fact{"parts", "", "a,b"}));
  for (const char* bad : {R"({"id":"f","type":"form"})", R"({"id":"f","type":"form","values":{}})",
                          R"({"id":"f","type":"form","values":[1]})", R"({"id":"f","type":"form","values":{"a":1}})",
                          R"({"id":"f","type":"form","values":{"a":[1]}})"})
    EXPECT_EQ(CodeOf(bad), ErrorCode::kInvalid) << bad;
  EXPECT_EQ(CodeOf(R"({"id":"f","type":"form","values":{"a":")" + std::string(kMaxTextBytes, 'x') + "\"}}"),
            ErrorCode::kTooLarge);
}

TEST_F(WebAccount, RefusesWhatIsNoEvent) {
  const std::string_view bodies[] = {
      "",
      " ",
      "null",
      "[]",
      "42",
      "\"text\"",
      "{",
      "{}",
      R"({"id":"a"})",
      R"({"type":"open"})",
      R"({"id":"a","type":"reboot"})",
      R"({"id":"a","type":7})",
      R"({"id":7,"type":"open"})",
      R"({"id":"","type":"open"})",
      R"({"id":"a b","type":"open"})",
      R"({"id":"a\n","type":"open"})",
      R"({"id":"é","type":"open"})",
      R"({"id":"a","type":"message"})",
      R"({"id":"a","type":"message","text":"  \n "})",
      R"({"id":"a","type":"message","text":["x"]})",
      R"({"id":"a","type":"press"})",
      R"({"id":"a","type":"files","files":"f"})",
      R"({"id":"a","type":"files","files":[]})",
      R"({"id":"a","type":"files","files":[{"id":"x"}]})",
      R"({"id":"a","type":"files","files":["../../etc/passwd x"]})",
      R"({"id":"a","type":"context","context":[1]})",
      R"({"id":"a","type":"open","type":"open"})",
      R"({"id":"a","type":"message","text":"\ud800"})",
      "{\"id\":\"a\",\"type\":\"message\",\"text\":\"\xff\xfe\"}",
      R"({"id":"a","type":"message","text":"x","n":1e400})",
  };
  for (const std::string_view body : bodies) EXPECT_EQ(CodeOf(body), ErrorCode::kInvalid) << body;
}

TEST_F(WebAccount, RefusesDeepAndHugeBodiesQuickly) {
  EXPECT_EQ(CodeOf(std::string(100'000, '[')), ErrorCode::kInvalid);
  EXPECT_EQ(
      CodeOf(R"({"id":"a","type":"context","context":)" + std::string(60'000, '[') + std::string(60'000, ']') + "}"),
      ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf(std::string(kMaxEventBody + 1, ' ')), ErrorCode::kTooLarge);
}

TEST_F(WebAccount, StatesItsLimits) {
  const auto text = [](std::size_t size) {
    return R"({"id":"a","type":"message","text":")" + std::string(size, 'x') + "\"}";
  };
  EXPECT_TRUE(Parse(text(kMaxTextBytes)).has_value());
  EXPECT_EQ(CodeOf(text(kMaxTextBytes + 1)), ErrorCode::kTooLarge);
  const auto context = [](std::size_t size) {
    return R"({"id":"a","type":"context","context":{"k":")" + std::string(size, 'x') + "\"}}";
  };
  EXPECT_TRUE(Parse(context(kMaxContextBytes - 8)).has_value());
  EXPECT_EQ(CodeOf(context(kMaxContextBytes)), ErrorCode::kTooLarge);
  const auto id = [](std::size_t size) { return R"({"type":"open","id":")" + std::string(size, 'i') + "\"}"; };
  EXPECT_TRUE(Parse(id(kMaxClientId)).has_value());
  EXPECT_EQ(CodeOf(id(kMaxClientId + 1)), ErrorCode::kInvalid);
  std::string files = R"({"id":"a","type":"files","files":["f0")";
  for (std::size_t i = 1; i < kMaxFilesAtOnce + 1; ++i) files += ",\"f\"";
  EXPECT_EQ(CodeOf(files + "]}"), ErrorCode::kTooLarge);
}

TEST_F(WebAccount, DropsALocaleThatIsNone) {
  EXPECT_EQ(Parse(R"({"id":"a","type":"open","locale":"<script>"})")->locale, "");
  EXPECT_EQ(Parse(R"({"id":"a","type":"open","locale":"en-US"})")->locale, "en-US");
}

TEST_F(WebAccount, AnswersCommitsAndRefusalsAsTheApiSays) {
  EXPECT_EQ(adapter().Answer({}).status, 200);
  EXPECT_EQ(adapter().Answer({}).body, "{\"ok\":true}");
  const HttpAnswer busy = adapter().Answer(base::Fail(ErrorCode::kUnavailable, "busy"));
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.body, R"({"error":{"code":"unavailable","message":"busy"}})");
  EXPECT_EQ(busy.headers.back(), (std::pair<std::string, std::string>("Retry-After", "1")));
  EXPECT_EQ(adapter().Answer(base::Fail(ErrorCode::kTooLarge, "x")).status, 413);
  EXPECT_EQ(adapter().Answer(base::Fail(ErrorCode::kConflict, "x")).status, 409);
}

TEST_F(WebAccount, RendersARowAsOneEvent) {
  const Row row{12, 40, base::FromMillis(1'700'000'000'000), "user", "0123:c1", R"({"kind":"user"})"};
  EXPECT_EQ(MessageFrame(row),
            "event: message\nid: 12\ndata: "
            R"({"seq":12,"id":"c1","from":"user","at":"2023-11-14T22:13:20Z","message":{"kind":"user"}})"
            "\n\n");
}

TEST_F(WebAccount, NamesRowsByTheirClientsIdOrByTheirOwn) {
  const auto id_of = [&](std::string_view from, std::string_view event) {
    const Row row{1, 40, {}, from, event, "{}"};
    const std::string frame = MessageFrame(row);
    const auto begin = frame.find("\"id\":\"") + 6;
    return frame.substr(begin, frame.find('"', begin) - begin);
  };
  EXPECT_EQ(id_of("user", "visitor:c:1"), "c:1");
  EXPECT_EQ(id_of("agent", "agent:kim:r1"), "r1");
  EXPECT_EQ(id_of("bot", "visitor:c1"), "m40");
  EXPECT_EQ(id_of("bot", "timer:7"), "m40");
}

TEST_F(WebAccount, IsOnlyFoundByItsName) {
  EXPECT_NE(FindAdapter("web"), nullptr);
  EXPECT_EQ(FindAdapter("telegraph"), nullptr);
  EXPECT_EQ(FindAdapter(""), nullptr);
}

TEST(RawRequest, FindsTheRightCookie) {
  const Headers headers = {{"cookie", "xfd_widget=1; fd_widget = 2 ;fd_widget=3"}, {"COOKIE", "late=4"}, {"X", "y"}};
  const RawRequest request{"GET", "/", {}, headers, {}};
  EXPECT_EQ(request.Cookie("fd_widget"), "2");
  EXPECT_EQ(request.Cookie("late"), "4");
  EXPECT_EQ(request.Cookie("widget"), "");
  EXPECT_EQ(request.Header("x"), "y");
  EXPECT_EQ(request.Header("y"), "");
}

}  // namespace
}  // namespace frontdesk::adapters::web
