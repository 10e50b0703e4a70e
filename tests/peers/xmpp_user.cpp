#include "tests/peers/xmpp_user.h"

#include <nlohmann/json.hpp>

namespace frontdesk::testing {

XmppUser::XmppUser(XmppServer& server) : XmppUser(server, server.NewUser()) {}

XmppUser::XmppUser(const XmppServer& server, const std::string& name)
    : process_({"/usr/bin/python3", FD_SOURCE_DIR "/tests/peers/xmpp_user.py", name + "@xmpp.test", name + "-pw",
                std::to_string(server.port()), server.ca_file()},
               {}, server.directory() / (name + ".stderr")) {
  for (std::string line = process_.ReadLine(kPatience); !line.empty(); line = process_.ReadLine(kPatience)) {
    const auto event = nlohmann::json::parse(line);
    if (event["event"] == "failed") break;
    if (event["event"] != "online") continue;
    jid_ = event["jid"];
    return;
  }
  throw std::runtime_error("the test user " + name + " did not come online");
}

void XmppUser::Send(const std::string& to, const std::string& body, const std::string& type) {
  process_.Write(nlohmann::json({{"do", "send"}, {"to", to}, {"body", body}, {"type", type}}).dump() + "\n");
}

void XmppUser::SendRaw(const std::string& xml) {
  process_.Write(nlohmann::json({{"do", "raw"}, {"xml", xml}}).dump() + "\n");
}

// A server does one thing after the other for a client: a word to oneself comes back last.
bool XmppUser::Settle() {
  SendRaw("<message to='" + jid_ + "' id='settled'/>");
  return Next([](const auto& stanza) { return stanza.Attribute("id") == "settled"; }).has_value();
}

void XmppUser::Join(const std::string& room, const std::string& nick) {
  process_.Write(nlohmann::json({{"do", "join"}, {"room", room}, {"nick", nick}}).dump() + "\n");
}

std::optional<base::XmlElement> XmppUser::Next(const std::function<bool(const base::XmlElement&)>& fits,
                                               std::chrono::milliseconds at_most) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const std::string line = process_.ReadLine(left);
    if (line.empty()) return std::nullopt;
    const auto event = nlohmann::json::parse(line);
    if (event["event"] != "stanza") continue;
    auto stanza = base::ReadXml(event["xml"].get<std::string>());
    if (stanza && fits(*stanza)) return std::move(*stanza);
  }
}

std::string XmppUser::NextBody(std::chrono::milliseconds at_most) {
  const auto message = Next([](const auto& stanza) { return !stanza.ChildText("body").empty(); }, at_most);
  return message ? std::string(message->ChildText("body")) : "";
}

}  // namespace frontdesk::testing
