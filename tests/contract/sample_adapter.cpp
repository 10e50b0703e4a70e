#include "tests/contract/sample_adapter.h"

#include <nlohmann/json.hpp>

#include "adapters/registry.h"
#include "bot/base/json.h"

namespace frontdesk::contract {

namespace {

using adapters::Call;
using adapters::CallResult;
using adapters::Env;
using adapters::Heard;
using adapters::HttpAnswer;
using adapters::Parsed;
using adapters::RawRequest;
using adapters::Sending;
using adapters::SendResult;
using adapters::SettingField;
using adapters::SocketAddress;
using adapters::Step;
using adapters::Taken;
using adapters::Verified;
using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr SettingField kFields[] = {
    {.name = "api_base", .kind = SettingField::Kind::kUrl, .fallback = "https://sample.example"},
    {.name = "socket", .kind = SettingField::Kind::kFlag},
    {.name = "waits", .kind = SettingField::Kind::kFlag},
    {.name = "closes", .kind = SettingField::Kind::kFlag},
    {.name = "spares", .kind = SettingField::Kind::kFlag},
};

Call CallTo(Env env, const std::string& path, const json& body, const std::string& method = "POST") {
  Call call;
  call.method = method;
  call.url = env.settings.Text("api_base") + path;
  call.headers = {{"Content-Type", "application/json"}};
  if (method != "GET") call.body = body.dump();
  return call;
}

base::Result<json> BodyOf(const HttpAnswer& answer) {
  if (answer.status != 200) return Fail(ErrorCode::kUnavailable, "status " + std::to_string(answer.status));
  return base::ParseJson(answer.body);
}

// "until": milliseconds from now, which may be over.
base::TimePoint UntilOf(const json& path, base::TimePoint now) {
  return path.contains("until") ? now + base::Millis(base::IntAt(path, "until")) : base::TimePoint{};
}

// {"id","from","text","file","path":{"words","messages","until"},"after":[...],"pull"}
base::Event EventOf(const json& body, Env env) {
  base::Event event;
  event.id = TextAt(body, "id");
  event.address = {env.settings.account, TextAt(body, "from"), {}};
  event.author = {TextAt(body, "from"), {}, false, false};
  event.at = env.now;
  event.body = base::Said{TextAt(body, "text")};
  if (const std::string file = TextAt(body, "file"); !file.empty())
    event.body = base::SentFiles{{{.id = {}, .name = "shot.png", .type = {}, .size = 0, .remote = file}}, {}};
  if (const std::string value = TextAt(body, "press"); !value.empty())
    event.body = base::Pressed{value, TextAt(body, "label"), base::IntAt(body, "row")};
  if (const std::string sign = TextAt(body, "sign"); !sign.empty())
    event.body = base::Reacted{TextAt(body, "on"), sign, base::BoolAt(body, "back")};
  event.only_in_talk = base::BoolAt(body, "below");
  if (const auto path = body.find("path"); path != body.end())
    event.path = base::ReplyPath{TextAt(*path, "words"), UntilOf(*path, env.now),
                                 static_cast<int>(base::IntAt(*path, "messages"))};
  return event;
}

Taken TakenOf(const json& body, Env env) {
  Taken taken;
  if (!TextAt(body, "id").empty()) taken.events.push_back(EventOf(body, env));
  for (const json& words : body.value("after", json::array()))
    taken.after.emplace_back(words.get<std::string>(), base::IntAt(body, "row"));
  if (body.contains("pull")) taken.pull = TextAt(body, "pull");
  return taken;
}

class Keys final : public adapters::KeyRecipe {
 public:
  base::Millis every() const override { return std::chrono::hours(1); }
  base::Result<std::variant<Call, std::string>> Next(std::span<const HttpAnswer> answers, Env env) const override {
    if (answers.empty()) return CallTo(env, "/where-keys-are", {}, "GET");
    TRY(const json body, BodyOf(answers.back()));
    if (answers.size() == 1) return CallTo(env, TextAt(body, "path"), {}, "GET");
    return TextAt(body, "keys");
  }
};

class Pulls final : public adapters::Puller {
 public:
  base::Millis every() const override { return std::chrono::hours(1); }
  base::Result<Call> Pull(const adapters::PullFrom& from, Env env) const override {
    Call call = CallTo(env, "/pull", {{"cursor", std::string(from.cursor)}, {"word", std::string(from.word)}});
    call.timeout = std::chrono::minutes(2);  // a platform may keep it waiting
    return call;
  }
  base::Result<adapters::Pulled> OnPulled(const Call&, const HttpAnswer& answer, const adapters::PullFrom& from,
                                          Env env) const override {
    TRY(const json body, BodyOf(answer));
    adapters::Pulled pulled;
    // Without a word there is nothing yet.
    if (!from.word.empty()) pulled.taken = TakenOf(body["news"], env);
    pulled.cursor = "seen " + std::string(from.word);
    return pulled;
  }
};

class Wire final : public adapters::Socket {
 public:
  base::Result<std::variant<SocketAddress, Call>> Open(Env env) const override {
    if (!env.settings.Flag("socket")) return Fail(ErrorCode::kNotFound, "no socket");
    return CallTo(env, "/open", json::object());
  }
  base::Result<SocketAddress> OnOpened(const HttpAnswer& answer, Env env) const override {
    TRY(const json body, BodyOf(answer));
    SocketAddress address;
    address.url = "ws" + env.settings.Text("api_base").substr(4) + TextAt(body, "path");
    address.hello = {R"({"op":"hello"})"};
    address.ping_every = base::Millis{200};
    address.memory = "at first";
    return address;
  }
  base::Result<Heard> OnFrame(std::string_view frame, Env env) const override {
    TRY(const json body, base::ParseJson(frame));
    Heard heard;
    const std::string op = TextAt(body, "op");
    if (op == "count") {
      heard.memory = std::string(env.memory) + "+";
      heard.answers.push_back(json{{"op", "counted"}, {"so", *heard.memory}}.dump());
    }
    if (op == "bye") heard.reconnect = base::Millis{1};
    if (op == "ask") heard.answers.push_back(R"({"op":"told"})");
    if (op == "event") {
      heard.taken = TakenOf(body, env);
      heard.committed.push_back(json{{"op", "ack"}, {"of", TextAt(body, "id")}}.dump());
      heard.refused.push_back(json{{"op", "no"}, {"of", TextAt(body, "id")}}.dump());
    }
    return heard;
  }
  std::string Ping(Env) const override { return R"({"op":"ping"})"; }
};

class Files final : public adapters::FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override {
    if (answers.empty()) return CallTo(env, "/file-address/" + file.remote, {}, "GET");
    if (answers.size() > 1) return answers.back().body;
    TRY(const json body, BodyOf(answers.back()));
    if (body.contains("error")) return Fail(ErrorCode::kUnavailable, "not ready");
    return CallTo(env, TextAt(body, "path"), {}, "GET");
  }
};

class Profiles final : public adapters::ProfileSource {
 public:
  base::Result<std::variant<Call, adapters::Profile>> Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                           Env env) const override {
    if (answers.empty()) return CallTo(env, "/profile/" + std::string(user), {}, "GET");
    TRY(const json body, BodyOf(answers.back()));
    return adapters::Profile{TextAt(body, "name"), {}, TextAt(body, "zone")};
  }
};

class SampleAdapter final : public adapters::Adapter {
 public:
  adapters::Capabilities capabilities() const override {
    adapters::Capabilities can;
    can.retries_events = true;
    can.max_request = 64 << 10;
    can.max_text = 8 << 10;
    can.answer_deadline = base::Millis{5'000};
    can.answer_wait = base::Millis{1'500};
    can.edits = true;
    can.typing = true;
    return can;
  }
  std::span<const SettingField> fields() const override { return kFields; }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override {
    const std::string key = "<" + std::string(request.Header("X-Key")) + ">";
    if (key == "<>") return Fail(ErrorCode::kUnauthenticated, "no key");
    if (env.keys.find(key) == std::string_view::npos) return Fail(ErrorCode::kNotFound, "an unknown key");
    return Verified(Verified::Proof::kSignedBody, {}, request);
  }
  base::Result<Parsed> Parse(const Verified& request, Env env) const override {
    TRY(const json body, base::ParseJson(request.body()));
    return TakenOf(body, env);
  }
  HttpAnswer Answer(const base::Status& outcome) const override { return {outcome ? 200 : 503, {}, {}}; }
  HttpAnswer AnswerTo(const Verified& request, const base::Status& outcome, Env) const override {
    const auto body = base::ParseJson(request.body());
    return {outcome ? 200 : 503, {}, json{{"to", body ? TextAt(*body, "id") : std::string()}}.dump()};
  }
  // A reply goes in the answer where it can; else it is a call that says what it knows of the way back.
  base::Result<Step> Next(const Sending& sending, Env env) const override {
    if (sending.part > 0) return adapters::Done{};
    if (!sending.replaces.empty())
      return CallTo(env, "/change/" + std::string(sending.replaces), {{"text", base::ToPlainText(sending.message)}});
    if (env.settings.Flag("spares") && sending.message.kind == base::MessageKind::kGreeting)
      return adapters::Spared{"an answer is worth more"};
    if (sending.open != nullptr && env.settings.Flag("closes"))
      return adapters::InAnswer{{200, {}, R"({"reply":"goes another way"})"}, false};
    if (sending.open != nullptr && env.settings.Flag("waits"))
      return adapters::InAnswer{{200, {}, json{{"reply", base::ToPlainText(sending.message)}}.dump()}};
    if (sending.path != nullptr && sending.path->messages > 0 && sending.sent_since >= sending.path->messages)
      return Fail(ErrorCode::kForbidden, "no answer is allowed any more");
    json body = {{"text", base::ToPlainText(sending.message)},
                 {"row", sending.row.id},
                 {"way", sending.path ? sending.path->words : std::string()},
                 {"before", sending.sent_since}};
    if (!sending.avoid.empty()) body["without"] = sending.avoid.front();
    return CallTo(env, "/send/" + sending.address.channel, body);
  }
  base::Result<Step> ShowTyping(const adapters::TypingSign& sign, Env env) const override {
    return CallTo(env, "/typing/" + sign.address.channel, {{"on", sign.on}});
  }
  SendResult Classify(const Call&, const CallResult& result) const override {
    const bool sent = result.answer && result.answer->status == 200;
    const auto body = base::ParseJson(sent ? result.answer->body : std::string());
    // 410: what it is below is gone.
    if (result.answer && result.answer->status == 410)
      return {.kind = SendResult::Kind::kRejected, .reason = "gone", .avoid = "thread"};
    return {sent ? SendResult::Kind::kSent : SendResult::Kind::kRetry, body ? TextAt(*body, "id") : std::string()};
  }
  bool MayWait(const Verified& request) const override { return request.request().Header("X-Hurry").empty(); }
  base::Result<Call> After(const adapters::Afterwards& asked, const base::Message* about, Env env) const override {
    return CallTo(env, "/after/" + asked.words, {{"about", about ? base::ToPlainText(*about) : std::string()}});
  }
  const adapters::KeyRecipe* keys() const override { return &keys_; }
  const adapters::Socket* socket() const override { return &wire_; }
  const adapters::Puller* puller() const override { return &pulls_; }
  const adapters::FileSource* file_source() const override { return &files_; }
  const adapters::ProfileSource* profiles() const override { return &profiles_; }

 private:
  Keys keys_;
  Pulls pulls_;
  Wire wire_;
  Files files_;
  Profiles profiles_;
};

}  // namespace

void AddSampleAdapter() {
  static const SampleAdapter adapter;
  adapters::AddAdapter("sample", adapter);
}

}  // namespace frontdesk::contract
