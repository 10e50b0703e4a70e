// Against a whole server: files that users send are fetched from the platform and shown to agents, files that agents
// send are brought to the platform, and neither holds up the words.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/contract/contract_desk.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::contract {
namespace {

using fakes::Fault;
using fakes::FaultKind;
using runtime::testing::Agent;
using runtime::testing::Answer;
using runtime::testing::json;

constexpr char kUser[] = "user1";
constexpr char kQuestion[] = "how do I reset my password";
constexpr char kFolder[] = "/acme/support/chatfiles/";
constexpr char kUuid[] = "5d6f0c60-1111-11ee-8e5a-0123456789ab";

// A picture as far as its first bytes tell, with bytes of every value; '{' would be a place of the script's language.
std::string Picture() {
  std::string bytes = "\x89PNG\r\n\x1a\n";
  for (int value = 0; value < 256; ++value)
    if (value != '{') bytes += static_cast<char>(value);
  return bytes;
}

class Files : public runtime::testing::LiveDesk, public ::testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    for (const Entry& entry : Entries())
      if (entry.platform == GetParam()) entry_ = entry;
    auto script = fakes::ReadScript(entry_.script, entry_.platform);
    ASSERT_TRUE(script.has_value()) << script.error().message;
    AddFileRoutes(*script);
    auto platform = fakes::FakePlatform::Open(std::move(*script));
    ASSERT_TRUE(platform.has_value()) << platform.error().message;
    platform_ = std::move(*platform);
    SetEnvironment(entry_.secrets);
    runtime::testing::WriteFile(directory_ / "frontdesk.yaml",
                                "frontdesk: 1\nlisten: 127.0.0.1:0\npublic_url: https://help.example.com\n"
                                "data: ./data\nproduct: Relay\nlocales: [en]\nlimits: {allow_hosts: [127.0.0.1]}\n"
                                "accounts:\n" +
                                    AccountYaml(entry_, platform_->url()));
    AddAgent("kim", "Kim");
    Start();
    ASSERT_NE(service_, nullptr);
    agent_.emplace(port(), "kim", kPassword);
  }
  void TearDown() override {
    platform_.reset();  // calls that hang end with it
    service_.reset();
  }

  int Say(Request request) {
    return fakes::Send(port(), entry_.sign(std::move(request), {clock_.Now(), entry_.secrets})).status;
  }
  int Say(const std::string& text) { return Say(entry_.say({text, NextId(), kUser})); }
  int SendPicture(const std::string& url, const std::string& name) {
    Request request = entry_.say({"", NextId(), kUser});
    json body = json::parse(request.body);
    body["payload"]["bodies"] = {{{"type", "img"},
                                  {"url", url},
                                  {"secret", "s-" + name.substr(0, 1)},
                                  {"filename", name},
                                  {"file_length", 263}}};
    request.body = body.dump();
    return Say(std::move(request));
  }
  std::string UrlOf(const std::string& id) const { return platform_->url() + kFolder + id; }
  std::string NextId() { return std::to_string(1029457500870543736 + ++messages_); }
  bool Sees(const std::function<bool(const fakes::PlatformRecord&)>& holds) const {
    return platform_->WaitUntil(holds, kPatience);
  }
  std::size_t Answers() const { return platform_->Read().ShownTo(kUser).size(); }
  bool IsAnswered(std::size_t before) const {
    return Sees([&](const auto& record) { return record.ShownTo(kUser).size() > before; });
  }
  static std::size_t Asked(const fakes::PlatformRecord& record, const std::string& part) {
    return static_cast<std::size_t>(
        std::count_if(record.requests.begin(), record.requests.end(),
                      [&](const auto& request) { return request.target.find(part) != std::string::npos; }));
  }
  bool IsAsked(const std::string& part, std::size_t times = 1) const {
    return Sees([&](const auto& record) { return Asked(record, part) >= times; });
  }

  // Agents see it once the user has asked for a person.
  std::int64_t Conversation() {
    if (conversation_ == 0) {
      EXPECT_EQ(Say("I want to talk to a human") / 100, 2);
      conversation_ = agent_->OnlyConversation();
    }
    return conversation_;
  }
  // As the conversation names it; "" when it does not.
  std::string IdOf(const std::string& name) {
    return FindId(agent_->Get("/conversations/" + std::to_string(Conversation())).Json(), name);
  }
  // Once it is here; status 404 when it does not come.
  Answer Download(const std::string& id) const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (true) {
      Answer answer = agent_->Get("/files/" + id);
      if (answer.status == 200 || std::chrono::steady_clock::now() > end) return answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  std::string Upload(const std::string& name, const std::string& bytes) {
    const Answer answer = runtime::testing::Call(
        port(), "POST", "/console/api/conversations/" + std::to_string(Conversation()) + "/files?name=" + name, bytes,
        agent_->headers());
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.Json().value("id", "");
  }
  void Reply(const std::string& text, const std::string& file) {
    const std::int64_t conversation = Conversation();
    ASSERT_EQ(agent_->Act(conversation, "take", NextId()).status, 200);
    const Answer answer = agent_->Post("/conversations/" + std::to_string(conversation) + "/reply",
                                       {{"id", NextId()}, {"text", text}, {"files", {file}}});
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  // Of the messages that were sent, those that show a file.
  std::vector<json> ShownFiles() const {
    std::vector<json> shown;
    for (const fakes::LoggedRequest& request : platform_->Read().requests) {
      const json body = json::parse(request.body, nullptr, false);
      if (request.route == "send" && body.value("type", "") != "txt") shown.push_back(body);
    }
    return shown;
  }
  std::size_t TimesShown(const std::string& words) const {
    std::size_t times = 0;
    for (const auto& message : platform_->Read().ShownTo(kUser)) times += message.text.find(words) != std::string::npos;
    return times;
  }
  Fault Broken(const std::string& route, FaultKind kind, int times) const {
    Fault fault;
    fault.kind = kind;
    fault.route = route;
    fault.times = times;
    return fault;
  }

  Entry entry_;
  std::unique_ptr<fakes::FakePlatform> platform_;
  std::optional<Agent> agent_;

 private:
  static void AddFileRoutes(fakes::Script& script) {
    auto authorization = fakes::Route::Authorization::kOpen;
    for (const fakes::Route& route : script.routes)
      if (route.name == "send") authorization = route.authorization;
    const auto add = [&](std::string name, std::string method, std::string path, std::string body, bool is_json) {
      fakes::Route route;
      route.name = std::move(name);
      route.method = std::move(method);
      route.path = std::move(path);
      route.authorization = authorization;
      route.answer = {200, {}, std::move(body), is_json};
      script.routes.push_back(std::move(route));
    };
    add("program", "GET", std::string(kFolder) + "program", std::string("\x7F") + "ELF\x02\x01\x01", false);
    add("hanging", "GET", std::string(kFolder) + "hanging", Picture(), false);
    add("media", "GET", std::string(kFolder) + "{id}", Picture(), false);
    const json entity = {{"uuid", kUuid}, {"type", "chatfile"}, {"share-secret", "shared-by-the-platform"}};
    add("upload", "POST", "/acme/support/chatfiles", json{{"entities", {entity}}}.dump(), true);
  }
  static std::string FindId(const json& value, const std::string& name) {
    if (value.is_object() && value.contains("id") && value.value("name", json()) == name && value["id"].is_string())
      return value["id"];
    if (!value.is_structured()) return {};
    for (const json& item : value)
      if (std::string id = FindId(item, name); !id.empty()) return id;
    return {};
  }

  std::int64_t messages_ = 0;
  std::int64_t conversation_ = 0;
};

class ImFiles : public Files {};

TEST_P(ImFiles, OfAUserAreFetchedWithOurTokenAndShownToAgents) {
  ASSERT_EQ(SendPicture(UrlOf("one"), "photo.png"), 200);
  ASSERT_TRUE(IsAsked("/chatfiles/one"));
  const std::string id = IdOf("photo.png");
  ASSERT_FALSE(id.empty());
  const Answer file = Download(id);
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.body, Picture());
  EXPECT_EQ(file.Header("Content-Type"), "image/png");
  for (const fakes::LoggedRequest& request : platform_->Read().requests) {
    if (request.route != "media") continue;
    EXPECT_TRUE(request.Header("authorization").starts_with("Bearer ")) << request.Header("authorization");
    EXPECT_EQ(request.Header("share-secret"), "s-p");
    EXPECT_EQ(request.outcome, "200");
  }
}

TEST_P(ImFiles, OnAnotherHostOrPathAreNeverAskedFor) {
  auto thief = fakes::FakePlatform::Open(fakes::Script{});
  ASSERT_TRUE(thief.has_value());
  const std::string elsewhere[] = {(*thief)->url() + kFolder + "stolen",
                                   platform_->url() + "/acme/support/users/stolen",
                                   "http://127.0.0.1:" + std::to_string(platform_->port()) +
                                       "@127.0.0.1:" + std::to_string((*thief)->port()) + kFolder + "stolen"};
  for (const std::string& url : elsewhere) EXPECT_EQ(SendPicture(url, "foreign.png"), 200);
  ASSERT_EQ(SendPicture(UrlOf("own"), "own.png"), 200);
  EXPECT_EQ(Download(IdOf("own.png")).status, 200);
  EXPECT_FALSE(IdOf("foreign.png").empty()) << "it stays a name";
  // Effects that are tried again would show in a second turn of their lanes.
  ASSERT_EQ(SendPicture(UrlOf("last"), "last.png"), 200);
  EXPECT_EQ(Download(IdOf("last.png")).status, 200);
  EXPECT_TRUE((*thief)->Read().requests.empty());
  EXPECT_EQ(Asked(platform_->Read(), "stolen"), 0u);
}

TEST_P(ImFiles, ArriveAfterAHostThatFailedAtFirst) {
  platform_->Set(Broken("media", FaultKind::kStatus, 1));  // 500
  ASSERT_EQ(SendPicture(UrlOf("one"), "photo.png"), 200);
  ASSERT_TRUE(IsAsked("/chatfiles/one", 2));
  EXPECT_EQ(Download(IdOf("photo.png")).body, Picture());
  EXPECT_EQ(Asked(platform_->Read(), "/chatfiles/one"), 2u);
}

TEST_P(ImFiles, ArriveWithAFreshTokenWhenTheOldOneWasRefused) {
  platform_->Set(Broken("media", FaultKind::kExpireToken, 1));
  ASSERT_EQ(SendPicture(UrlOf("one"), "photo.png"), 200);
  ASSERT_TRUE(IsAsked("/chatfiles/one", 2));
  EXPECT_EQ(Download(IdOf("photo.png")).body, Picture());
}

TEST_P(ImFiles, OfATypeThatIsRefusedStayANameAndTheTalkGoesOn) {
  ASSERT_EQ(SendPicture(UrlOf("program"), "holiday.png"), 200);
  ASSERT_TRUE(IsAsked("/chatfiles/program"));
  ASSERT_TRUE(WaitUntilQuiet(data()));
  const std::size_t before = Answers();
  ASSERT_EQ(Say(kQuestion), 200);
  EXPECT_TRUE(IsAnswered(before));
  ASSERT_EQ(SendPicture(UrlOf("one"), "photo.png"), 200);
  EXPECT_EQ(Download(IdOf("photo.png")).status, 200);
  const std::string id = IdOf("holiday.png");
  ASSERT_FALSE(id.empty());
  EXPECT_EQ(agent_->Get("/files/" + id).status, 404);
  EXPECT_EQ(Asked(platform_->Read(), "/chatfiles/program"), 1u);
}

TEST_P(ImFiles, OnAHostThatHangsDelayNoWords) {
  platform_->Set(Broken("hanging", FaultKind::kSilence, -1));
  ASSERT_EQ(SendPicture(UrlOf("hanging"), "never.png"), 200);
  ASSERT_TRUE(IsAsked("/chatfiles/hanging"));
  ASSERT_TRUE(WaitUntilQuiet(data()));
  const std::size_t before = Answers();
  ASSERT_EQ(Say(kQuestion), 200);
  EXPECT_TRUE(IsAnswered(before));
  EXPECT_EQ(Asked(platform_->Read(), "/chatfiles/hanging"), 1u) << "it still hangs";
  EXPECT_EQ(agent_->Get("/files/" + IdOf("never.png")).status, 404);
}

TEST_P(ImFiles, OfAnAgentAreUploadedAndThenShown) {
  Reply("Here is the picture.", Upload("map.png", Picture()));
  ASSERT_TRUE(Sees([](const auto& record) { return record.RequestsOf("upload") == 1; }));
  ASSERT_TRUE(WaitUntilQuiet(data()));
  const auto requests = platform_->Read().requests;
  const auto upload = std::find_if(requests.begin(), requests.end(), [](const auto& r) { return r.route == "upload"; });
  ASSERT_NE(upload, requests.end());
  EXPECT_TRUE(upload->Header("content-type").starts_with("multipart/form-data; boundary="));
  EXPECT_TRUE(upload->Header("authorization").starts_with("Bearer "));
  EXPECT_NE(upload->body.find("name=\"file\"; filename=\"map.png\""), std::string::npos);
  EXPECT_NE(upload->body.find("\r\n\r\n" + Picture() + "\r\n--"), std::string::npos);
  const std::vector<json> shown = ShownFiles();
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0]["type"], "img");
  EXPECT_EQ(shown[0]["to"], json::array({kUser}));
  EXPECT_EQ(shown[0]["body"],
            (json{{"url", UrlOf(kUuid)}, {"filename", "map.png"}, {"secret", "shared-by-the-platform"}}));
  EXPECT_EQ(TimesShown("Here is the picture."), 1u);
}

TEST_P(ImFiles, OfAnAgentThatAreNoPictureAreShownAsFiles) {
  Reply("", Upload("guide.pdf", "%PDF-1.7 a guide"));
  ASSERT_TRUE(Sees([](const auto& record) { return record.RequestsOf("upload") == 1; }));
  ASSERT_TRUE(WaitUntilQuiet(data()));
  const std::vector<json> shown = ShownFiles();
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0]["type"], "file");
  EXPECT_EQ(shown[0]["body"]["filename"], "guide.pdf");
}

TEST_P(ImFiles, OfAnAgentAreUploadedAgainWithoutRepeatingTheWords) {
  Fault gateway = Broken("upload", FaultKind::kStatus, 1);
  gateway.status = 502;
  platform_->Set(gateway);
  platform_->Set(Broken("upload", FaultKind::kLoseAnswer, 1));
  Reply("Here is the picture.", Upload("map.png", Picture()));
  ASSERT_TRUE(Sees([](const auto& record) { return record.RequestsOf("upload") == 3; }));
  ASSERT_TRUE(WaitUntilQuiet(data()));
  EXPECT_EQ(TimesShown("Here is the picture."), 1u);
  EXPECT_EQ(ShownFiles().size(), 1u);
  const Kept kept = ReadKept(data());
  EXPECT_EQ(kept.failed + kept.unknown, 0);
}

INSTANTIATE_TEST_SUITE_P(Of, ImFiles, ::testing::Values("easemob", "agora"),
                         [](const auto& test) { return test.param; });

class WebhookFiles : public Files {
 protected:
  // A GET is signed over its method and path.
  fakes::HookAnswer Read(const std::string& path) {
    Request request{"GET", path, {{"webhook-id", "read-" + NextId()}}, "GET " + path};
    request = entry_.sign(std::move(request), {clock_.Now(), entry_.secrets});
    request.body.clear();
    return fakes::Send(port(), request);
  }
};

TEST_P(WebhookFiles, OfAnAgentAreNamedInTheReplyAndReadBySignedGet) {
  const std::string id = Upload("map.png", Picture());
  Reply("Here is the picture.", id);
  ASSERT_TRUE(Sees([&](const auto& record) {
    return std::any_of(record.requests.begin(), record.requests.end(),
                       [&](const auto& request) { return request.body.find(id) != std::string::npos; });
  }));
  json named;
  for (const fakes::LoggedRequest& request : platform_->Read().requests)
    if (request.body.find(id) != std::string::npos) named = json::parse(request.body, nullptr, false)["data"]["files"];
  const std::string path = "/hooks/shop/files/" + id;
  EXPECT_EQ(named, (json{{{"name", "map.png"},
                          {"type", "image/png"},
                          {"size", Picture().size()},
                          {"url", std::string(kPublicUrl) + path}}}));
  const fakes::HookAnswer file = Read(path);
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.body, Picture());
  EXPECT_EQ(fakes::Send(port(), {"GET", path, {}, ""}).status, 401);
}

INSTANTIATE_TEST_SUITE_P(Of, WebhookFiles, ::testing::Values("webhook"), [](const auto& test) { return test.param; });

}  // namespace
}  // namespace frontdesk::contract
