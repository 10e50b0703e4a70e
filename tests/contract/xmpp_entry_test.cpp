// XMPP in the pure part of the contract suite. There is no request to sign: the session vouches for each stanza. The
// other side is played by real servers in tests/peers.
#include <nlohmann/json.hpp>

#include "adapters/xmpp/inbound.h"
#include "bot/base/xml.h"
#include "tests/adapters/xmpp_world.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using base::XmlElement;
using nlohmann::json;
namespace xmpp = adapters::xmpp;

constexpr char kPassword[] = "FD_CONTRACT_XMPP_PASSWORD";
constexpr char kIds[] = "urn:xmpp:sid:0";

Request Stanza(const std::string& from, const std::string& type, const std::string& id, const std::string& text) {
  XmlElement stanza{"message", "jabber:client"};
  stanza.Set("from", from).Set("to", "bot@xmpp.test/desk").Set("type", type).Set("id", id);
  stanza.Add("body", "jabber:client", text);
  stanza.Add("stanza-id", kIds).Set("id", id).Set("by", "bot@xmpp.test");
  return {"", "", {}, ToXml(stanza)};
}

// With what a session knows beside its settings: who is in the rooms, what was said before.
Outcome ReadCaptured(const Request& request, const adapters::Settings&, base::TimePoint at) {
  Outcome outcome;
  const auto stanza = base::ReadXml(request.body);
  if (!stanza) {
    outcome.error = stanza.error();
    return outcome;
  }
  outcome.kind = Outcome::Kind::kEvents;
  if (auto event = xmpp::EventOf(*stanza, xmpp::testing::World(), at)) outcome.events.push_back(std::move(*event));
  return outcome;
}

std::string BounceText(const xmpp::Bounce& bounce) {
  return bounce.id + " " + bounce.condition + (bounce.is_gone ? " gone" : "") + (bounce.not_in_room ? " out" : "") +
         (bounce.try_later ? " later" : "");
}

// {"name": what a correction would call it, when it has become an event, "echo": of our own message in a room,
// "receipt": the id that a receipt is sent for, "bounce": of a message of ours that came back}
json Beside(const Request& request) {
  const auto stanza = base::ReadXml(request.body);
  if (!stanza) return json::object();
  const xmpp::View view = xmpp::testing::World();
  json beside = {{"name", xmpp::EventOf(*stanza, view, {}) ? xmpp::NameOf(*stanza, view) : ""},
                 {"echo", xmpp::EchoOf(*stanza, view)}};
  if (const auto receipt = xmpp::ReceiptFor(*stanza, view))
    beside["receipt"] = std::string(receipt->Child("received", "urn:xmpp:receipts")->Attribute("id"));
  if (const auto bounce = xmpp::BounceOf(*stanza)) beside["bounce"] = BounceText(*bounce);
  for (const char* key : {"name", "echo"})
    if (beside[key] == "") beside.erase(key);
  return beside;
}

std::string WordsOf(const std::string& bytes) {
  const auto stanza = base::ReadXml(bytes);
  return stanza ? std::string(stanza->ChildText("body")) : std::string();
}

Entry Xmpp() {
  Entry entry;
  entry.platform = "xmpp";
  entry.type = "xmpp";
  entry.account = "xmpp";
  entry.settings =
      "jid: bot@xmpp.test, password: env:FD_CONTRACT_XMPP_PASSWORD, rooms: [t1@rooms.xmpp.test], "
      "help_rooms: [help@rooms.xmpp.test], ignore: [robot@xmpp.test, help@rooms.xmpp.test/robot]";
  entry.secrets = {{kPassword, "throwaway-password"}};
  entry.captured_at = base::FromMillis(1'700'000'000'000);
  entry.say = [](const Saying& saying) {
    const bool is_address = saying.conversation.find('@') != std::string::npos;
    const std::string from = is_address ? saying.conversation : saying.conversation + "@xmpp.test";
    return Stanza(from + "/phone", "chat", saying.message, saying.text);
  };
  entry.sign = [](Request request, const Signing&) { return request; };
  entry.own_words = {Stanza("bot@xmpp.test/phone", "chat", "1", "hello"),
                     Stanza("help@rooms.xmpp.test/Frontdesk", "groupchat", "2", "hello")};
  entry.words_of_bots = {Stanza("robot@xmpp.test/x", "chat", "3", "hello"),
                         Stanza("help@rooms.xmpp.test/robot", "groupchat", "4", "hello")};
  entry.script = "platform: xmpp";
  entry.wire = Entry::Wire::kStanza;
  entry.read_captured = ReadCaptured;
  entry.beside = Beside;
  entry.words_of_frame = WordsOf;
  return entry;
}

const bool kAdded = Add(Xmpp());

}  // namespace
}  // namespace frontdesk::contract
