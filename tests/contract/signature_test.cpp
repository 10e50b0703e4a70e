// A request with a bad signature reaches nothing: whatever is covered cannot be changed, left out or said twice, by
// nobody, at no other time.
#include <gtest/gtest.h>

#include "bot/base/text.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

constexpr base::TimePoint kNow = base::TimePoint{base::Millis{1'800'000'000'000}};
constexpr std::size_t kMostPositions = 4096;

class Signature : public ::testing::TestWithParam<Entry> {
 protected:
  void SetUp() override {
    auto settings = SettingsOf(entry(), entry().secrets, entry().api);
    ASSERT_TRUE(settings.has_value()) << settings.error().message;
    settings_ = std::move(*settings);
  }
  const Entry& entry() const { return GetParam(); }
  Request Unsigned() const { return entry().say({"hello, is anybody there?", "1029457500870543736", "user1"}); }
  Request Signed(base::TimePoint at = kNow) const { return entry().sign(Unsigned(), {at, entry().secrets}); }
  Outcome Try(const Request& request, base::TimePoint at = kNow) const {
    return contract::Try(entry(), settings_, request, at);
  }
  void ExpectRefused(const Request& request, const std::string& what, base::TimePoint at = kNow) const {
    const Outcome outcome = Try(request, at);
    ASSERT_EQ(outcome.kind, Outcome::Kind::kRefused) << what;
    EXPECT_TRUE(outcome.error.code == base::ErrorCode::kUnauthenticated ||
                outcome.error.code == base::ErrorCode::kForbidden)
        << what << ": " << outcome.error.message;
  }

  adapters::Settings settings_;
};

std::string* BytesOf(Request& request, const CoveredBytes& where) {
  if (where.part == CoveredBytes::Part::kBody) return &request.body;
  if (where.part == CoveredBytes::Part::kTarget) return &request.target;
  for (auto& [name, value] : request.headers)
    if (base::AsciiLower(name) == base::AsciiLower(where.header)) return &value;
  return nullptr;
}

TEST_P(Signature, ARightOneIsTaken) {
  const Outcome outcome = Try(Signed());
  ASSERT_EQ(outcome.kind, Outcome::Kind::kEvents) << outcome.error.message;
  ASSERT_EQ(outcome.events.size(), 1u);
  const base::Event& event = outcome.events[0];
  ASSERT_TRUE(std::holds_alternative<base::Said>(event.body));
  EXPECT_EQ(std::get<base::Said>(event.body).text, "hello, is anybody there?");
  EXPECT_EQ(event.address.channel, "user1");
  EXPECT_EQ(event.address.account, entry().account);
  EXPECT_FALSE(event.author.id.empty());
  EXPECT_FALSE(event.author.is_bot);
}

// The identity is the message's, so that it is the same when the platform tries again and signs anew.
TEST_P(Signature, ANewOneOnTheSameMessageLeavesItsIdentity) {
  const Outcome once = Try(Signed());
  const Outcome again = Try(Signed(kNow + std::chrono::seconds(7)), kNow + std::chrono::seconds(7));
  ASSERT_EQ(again.kind, Outcome::Kind::kEvents);
  ASSERT_EQ(once.events.size(), 1u);
  ASSERT_EQ(again.events.size(), 1u);
  EXPECT_EQ(once.events[0].id, again.events[0].id);
}

TEST_P(Signature, IsBrokenByEveryCoveredByte) {
  const Request good = Signed();
  std::size_t tried = 0;
  for (const CoveredBytes& where : entry().covered(good)) {
    Request bad = good;
    std::string* bytes = BytesOf(bad, where);
    ASSERT_NE(bytes, nullptr) << where.header;
    const std::size_t end = where.size == std::string::npos ? bytes->size() : where.offset + where.size;
    ASSERT_LE(end, bytes->size());
    ASSERT_LT(where.offset, end) << "nothing is covered in " << where.header;
    for (std::size_t at = where.offset; at < std::min(end, where.offset + kMostPositions); ++at) {
      for (const char flip : {'\x01', '\x02', '\x20'}) {
        (*bytes)[at] = static_cast<char>((*bytes)[at] ^ flip);
        ExpectRefused(bad, where.header + " byte " + std::to_string(at) + " of " + *bytes);
        (*bytes)[at] = static_cast<char>((*bytes)[at] ^ flip);
      }
      ++tried;
    }
  }
  EXPECT_GE(tried, 32u) << "too little is covered to prove anything";
}

TEST_P(Signature, NeedsEachOfItsHeadersOnce) {
  const Request good = Signed();
  for (const std::string& name : entry().signed_headers) {
    Request missing = good;
    std::erase_if(missing.headers, [&](const auto& h) { return base::AsciiLower(h.first) == base::AsciiLower(name); });
    ASSERT_LT(missing.headers.size(), good.headers.size()) << name;
    ExpectRefused(missing, "without " + name);
    Request empty = good;
    empty.SetHeader(name, "");
    ExpectRefused(empty, "with an empty " + name);
    Request doubled = good;
    doubled.headers.emplace_back(name, std::string(good.Header(name)));
    ExpectRefused(doubled, "with two " + name);
    Request smuggled = good;
    smuggled.headers.insert(smuggled.headers.begin(), {base::AsciiLower(name), "x"});
    ExpectRefused(smuggled, "with another " + name + " before");
  }
}

TEST_P(Signature, DoesNotFitACutOrEmptyBody) {
  const Request good = Signed();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, good.body.size() / 2, good.body.size() - 1}) {
    Request cut = good;
    cut.body.resize(size);
    // Behind a bare token nothing tells a cut body but that it cannot be read.
    if (!AdapterOf(entry()).capabilities().signs_body && Try(cut).kind == Outcome::Kind::kInvalid) continue;
    ExpectRefused(cut, "cut to " + std::to_string(size));
  }
}

TEST_P(Signature, OfAnotherTenantIsWorthNothing) {
  ASSERT_FALSE(entry().other_secrets.empty());
  const Request request = entry().sign(Unsigned(), {kNow, entry().other_secrets});
  ExpectRefused(request, "another's secrets");
  for (const std::string& name : entry().proving) {
    Secrets mixed = entry().secrets;
    mixed[name] = entry().other_secrets.at(name);
    ExpectRefused(entry().sign(Unsigned(), {kNow, mixed}), "another's " + name);
  }
}

TEST_P(Signature, HoldsForItsTimeOnly) {
  if (entry().tolerance.count() == 0) GTEST_SKIP() << "the platform signs no time; deduplication stands in";
  const base::Millis beyond = entry().tolerance + std::chrono::seconds(1);
  const base::Millis within = entry().tolerance - std::chrono::seconds(1);
  ExpectRefused(Signed(kNow - beyond), "too old");
  ExpectRefused(Signed(kNow + beyond), "of the future");
  EXPECT_EQ(Try(Signed(kNow - within)).kind, Outcome::Kind::kEvents);
  EXPECT_EQ(Try(Signed(kNow + within)).kind, Outcome::Kind::kEvents);
  ExpectRefused(Signed(), "replayed a year later", kNow + std::chrono::hours(24 * 365));
}

// Somebody who guesses must not learn how near the guess was.
TEST_P(Signature, ARefusalGivesNoHint) {
  const Request good = Signed();
  const auto answer_to = [this](const Request& request) {
    const Outcome outcome = Try(request);
    return AdapterOf(entry()).Answer(tl::unexpected(outcome.error));
  };
  const adapters::HttpAnswer other = answer_to(entry().sign(Unsigned(), {kNow, entry().other_secrets}));
  Request naked = good;
  naked.headers.clear();
  naked.body = "{}";
  const adapters::HttpAnswer nothing = answer_to(naked);
  EXPECT_EQ(other.status, nothing.status);
  EXPECT_EQ(other.body, nothing.body);
  EXPECT_EQ(other.status, AdapterOf(entry()).capabilities().refusal_status);
  for (const auto& [name, secret] : entry().secrets) EXPECT_EQ(other.body.find(secret), std::string::npos) << name;
}

TEST_P(Signature, WithoutASecretThereIsNoAccount) {
  ASSERT_FALSE(entry().proving.empty());
  for (const std::string& name : entry().proving) {
    Secrets empty = entry().secrets;
    empty[name] = "";
    const auto settings = SettingsOf(entry(), empty, entry().api);
    EXPECT_FALSE(settings.has_value()) << name << " is empty, and nobody minds";
    adapters::Settings hollow = settings_;
    for (auto& [key, secret] : hollow.secrets)
      if (secret.Reveal() == entry().secrets.at(name)) secret = base::Secret();
    const Outcome outcome = contract::Try(entry(), hollow, entry().sign(Unsigned(), {kNow, empty}), kNow);
    EXPECT_EQ(outcome.kind, Outcome::Kind::kRefused) << name;
  }
  SetEnvironment(entry().secrets);
}

INSTANTIATE_TEST_SUITE_P(Of, Signature, ::testing::ValuesIn(CalledEntries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
