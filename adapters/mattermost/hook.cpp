#include "adapters/mattermost/hook.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/common/path_secret.h"
#include "adapters/mattermost/account.h"
#include "adapters/mattermost/catch_up.h"
#include "adapters/mattermost/dialog.h"
#include "adapters/mattermost/press_token.h"
#include "adapters/mattermost/wire.h"
#include "adapters/mattermost/words.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::Event;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kShortId = 24;  // hex digits

auto Refuse(const char* why) { return Fail(ErrorCode::kUnauthenticated, why); }

bool IsJson(std::string_view body) { return base::Trim(body).starts_with('{'); }

json JsonOf(std::string_view body) {
  auto value = base::ParseJson(body, kMaxRequest);
  return value && value->is_object() ? std::move(*value) : json::object();
}

bool IsClick(const json& body) { return body.contains("context"); }
bool IsDialog(const json& body) { return TextAt(body, "type") == "dialog_submission"; }

std::string SealedIn(const json& body) {
  return IsDialog(body) ? TextAt(body, "state") : TextAt(ObjectAt(body, "context"), "fd");
}

// Several teams have a command each, and a token each.
bool IsOneOf(const base::Secret& tokens, std::string_view guess) {
  bool found = false;
  std::string_view rest = tokens.Reveal();
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find_first_of(" ,\n"));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (!one.empty() && base::ConstantTimeEquals(one, guess)) found = true;
  }
  return found;
}

// The header came later than the field; where both are there, both must be right.
bool HasCommandToken(const RawRequest& request, const Form& form, const base::Secret& tokens) {
  constexpr std::string_view kScheme = "Token ";
  const std::string_view field = OnceIn(form, "token");
  if (field.empty() || !IsOneOf(tokens, field) || request.CountHeader("Authorization") > 1) return false;
  const std::string_view header = request.Header("Authorization");
  return header.empty() || (header.starts_with(kScheme) && header.substr(kScheme.size()) == field);
}

std::string ShortId(std::string_view text) { return base::HexEncode(base::Sha256(text)).substr(0, kShortId); }

Event EventOf(std::string id, Place place, std::string user, base::EventBody body, Env env) {
  Event event;
  event.id = std::move(id);
  event.address = std::move(place.address);
  event.path = std::move(place.path);
  event.author.id = std::move(user);
  event.at = env.now;
  event.body = std::move(body);
  return event;
}

// --- clicks

HttpAnswer JsonAnswer(const json& body) { return {200, {{"Content-Type", "application/json"}}, base::DumpJson(body)}; }

// A direct talk is named by its user, and belongs to nobody else.
std::optional<Place> PlaceOfPress(const json& body, const PressToken& token, Env env) {
  const std::string user = TextAt(body, "user_id"), channel = TextAt(body, "channel_id");
  const std::string post = TextAt(body, "post_id");
  if (!IsId(user) || !IsId(channel) || !IsId(post)) return std::nullopt;
  if (token.address.channel == channel)
    return PlaceOf(env.settings, ChannelKind::kShared, channel, user, token.address.thread, post);
  if (token.address.channel != user || !token.address.thread.empty()) return std::nullopt;
  const auto known = token.path.empty() ? std::string() : TargetIn({token.path}).root;
  return DirectPlace(env.settings, user, channel, known);
}

const base::Button* Chosen(const json& body, const PressToken& token) {
  std::size_t index = 0;
  if (token.what == PressToken::What::kMenu) {
    const std::string option = TextAt(ObjectAt(body, "context"), "selected_option");
    const auto [end, error] = std::from_chars(option.data(), option.data() + option.size(), index);
    if (option.empty() || error != std::errc{} || end != option.data() + option.size()) return nullptr;
  }
  return index < token.choices.size() ? &token.choices[index] : nullptr;
}

Parsed TakeClick(const json& body, const PressToken& token, Env env) {
  const auto place = PlaceOfPress(body, token, env);
  if (!place) return Taken();
  if (IsTooOld(token, env.now)) {
    const std::string label = token.choices.empty() ? std::string() : token.choices.front().label;
    return JsonAnswer({{"ephemeral_text", WordsIn(base::GuessLocale(label)).too_old}, {"skip_slack_parsing", true}});
  }
  Taken taken;
  if (token.what == PressToken::What::kOpenForm) {
    taken.after.push_back({OpenWords(TextAt(body, "trigger_id"), *place), token.row});
    return taken;
  }
  const base::Button* chosen = Chosen(body, token);
  if (chosen == nullptr) return taken;
  const std::string id = "press:" + TextAt(body, "post_id") + ":" + ShortId(TextAt(body, "trigger_id"));
  taken.events.push_back(
      EventOf(id, *place, TextAt(body, "user_id"), base::Pressed{chosen->value, chosen->label, token.row}, env));
  return taken;
}

// --- dialogs

// The same dialog comes again when it came back with errors: what was entered tells one sending from another.
Parsed TakeDialog(const json& body, const PressToken& token, Env env) {
  const std::string user = TextAt(body, "user_id");
  const json& submission = ObjectAt(body, "submission");
  if (base::BoolAt(body, "cancelled") || submission.empty() || !IsId(user)) return Taken();
  if (IsTooOld(token, env.now))
    return JsonAnswer({{"error", WordsIn(base::GuessLocale(base::DumpJson(submission))).too_late}});
  const bool direct = token.address.thread.empty() && !HearsAll(env.settings, token.address.channel);
  if (direct && token.address.channel != user) return Taken();
  Place place;
  place.address = token.address;
  if (!token.path.empty()) place.path = base::ReplyPath{token.path};
  const std::string id = "form:" + std::to_string(token.row) + ":" + user + ":" +
                         ShortId(TextAt(body, "state") + base::DumpJson(submission));
  Taken taken;
  taken.events.push_back(EventOf(id, std::move(place), user, FilledOf(submission), env));
  return taken;
}

// --- slash commands

// Users' commands are answered in the direct talk, agents' where they work.
Taken TakeCommand(const Form& form, Env env) {
  const std::string user(OnceIn(form, "user_id")), channel(OnceIn(form, "channel_id"));
  const std::string root(OnceIn(form, "root_id"));
  if (!IsId(user)) return {};
  const bool of_desk = IsDeskChannel(env.settings, channel);
  Place place = DirectPlace(env.settings, user);
  if (of_desk) place = {{env.settings.account, channel, IsId(root) ? root : std::string()}};
  std::string text(base::Trim(OnceIn(form, "text")));
  if (text.empty()) text = "help";
  const std::string id = "command:" + ShortId(OnceIn(form, "trigger_id"));
  Event event = EventOf(id, std::move(place), user, base::Said{std::move(text)}, env);
  event.to_us = of_desk;
  return std::vector<Event>{std::move(event)};
}

}  // namespace

base::Result<Verified> VerifyHook(const RawRequest& request, Env env) {
  if (request.method != "POST") return Refuse("Mattermost's requests are POSTs: choose that for the command");
  if (!common::HasPathSecret(request, env.settings.SecretOf("path_secret")))
    return Refuse("the secret at the end of the address does not fit path_secret");
  const auto verified = [&](std::string sender) {
    return Verified(Verified::Proof::kSignedHeaders, std::move(sender), request);
  };
  if (!IsJson(request.body)) {
    const Form form = FormOf(request.body);
    if (!OnceIn(form, "command").empty()) {
      if (!HasCommandToken(request, form, env.settings.SecretOf("command_token")))
        return Refuse("the token of the command does not fit command_token");
      return verified(std::string(OnceIn(form, "user_id")));
    }
    if (OnceIn(form, "token").empty() || !IsOneOf(env.settings.SecretOf("webhook_token"), OnceIn(form, "token")))
      return Refuse("the token of the outgoing webhook does not fit webhook_token");
    return verified(std::string(OnceIn(form, "user_id")));
  }
  const json body = JsonOf(request.body);
  if (IsClick(body) || IsDialog(body)) {
    TRY(const PressToken token, Unseal(SealedIn(body), env.settings));
    const bool form = token.what == PressToken::What::kForm;
    if (form != IsDialog(body)) return Refuse("what was pressed is none of ours");
    return verified(TextAt(body, "user_id"));
  }
  if (!IsOneOf(env.settings.SecretOf("webhook_token"), TextAt(body, "token")))
    return Refuse("the token of the outgoing webhook does not fit webhook_token");
  return verified(TextAt(body, "user_id"));
}

base::Result<Parsed> TakeHook(const Verified& request, Env env) {
  if (!base::IsUtf8(request.body())) return Fail(ErrorCode::kInvalid, "the body is not UTF-8");
  if (!IsJson(request.body())) {
    const Form form = FormOf(request.body());
    if (!OnceIn(form, "command").empty()) return TakeCommand(form, env);
  } else {
    const json body = JsonOf(request.body());
    if (IsClick(body) || IsDialog(body)) {
      TRY(const PressToken token, Unseal(SealedIn(body), env.settings));
      return IsDialog(body) ? TakeDialog(body, token, env) : TakeClick(body, token, env);
    }
  }
  // An outgoing webhook names no thread and no kind of channel, and its text is not signed: it is a reason to look.
  Taken taken;
  taken.pull = LookWord(0);
  return taken;
}

bool MayCarry(const Verified& request) {
  if (!IsJson(request.body())) return false;
  const json body = JsonOf(request.body());
  return IsClick(body) || (IsDialog(body) && !base::BoolAt(body, "cancelled"));
}

std::string AcknowledgementOf(const Verified& request, const Settings& settings) {
  if (IsJson(request.body())) return "{}";
  const Form form = FormOf(request.body());
  if (OnceIn(form, "command").empty() || IsDeskChannel(settings, OnceIn(form, "channel_id"))) return "{}";
  const Words& words = WordsIn(base::GuessLocale(OnceIn(form, "text")));
  return base::DumpJson(
      {{"response_type", "ephemeral"}, {"text", words.in_direct_message}, {"skip_slack_parsing", true}});
}

std::string PressedPost(const Verified& request) {
  const json body = IsJson(request.body()) ? JsonOf(request.body()) : json::object();
  return IsClick(body) ? TextAt(body, "post_id") : std::string();
}

std::optional<std::string> FormErrors(const Verified& request, const std::vector<base::FormField>& form) {
  const json body = IsJson(request.body()) ? JsonOf(request.body()) : json::object();
  return IsDialog(body) ? ErrorsAnswer(form, ObjectAt(body, "submission")) : std::nullopt;
}

}  // namespace frontdesk::adapters::mattermost
