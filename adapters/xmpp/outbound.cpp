#include "adapters/xmpp/outbound.h"

#include <utility>

#include "adapters/common/degrade.h"
#include "adapters/common/inert.h"
#include "adapters/xmpp/form.h"
#include "adapters/xmpp/names.h"
#include "bot/base/crypto.h"

namespace frontdesk::adapters::xmpp {
namespace {

using base::XmlElement;

constexpr std::size_t kIdBytes = 16;

XmlElement Envelope(const Recipient& recipient) {
  XmlElement stanza{"message", kClient};
  stanza.Set("to", recipient.to).Set("type", recipient.is_room ? "groupchat" : "chat");
  return stanza;
}

void AddMarks(XmlElement& stanza, const std::string& id, const Recipient& recipient) {
  stanza.Set("id", id);
  stanza.Add("origin-id", kIds).Set("id", id);
  stanza.Add("store", kHints);
  // A star or an underscore that somebody typed is a star or an underscore.
  stanza.Add("unstyled", kUnstyled);
  if (recipient.is_aside) stanza.Add("x", kMucUser);
  if (recipient.is_room) return;
  stanza.Add("active", kChatStates);
  stanza.Add("request", kReceipts);
  stanza.Add("markable", kMarkers);
}

}  // namespace

std::string StanzaId(const Row& row, int part) {
  const std::string name =
      std::to_string(row.id) + " " + std::to_string(base::ToMillis(row.at)) + " " + std::to_string(part);
  return "fd-" + base::HexEncode(base::Sha256(name).substr(0, kIdBytes));
}

std::vector<XmlElement> MessageStanzas(const Row& row, const base::Message& message, const Recipient& recipient,
                                       std::string_view public_url) {
  Capabilities can;  // plain text: no cards, no buttons of its own
  can.message_limit = kMaxBody;
  const auto shown = common::Degrade(message, can, common::Markup::kPlain, public_url);
  std::vector<XmlElement> stanzas;
  for (const std::string& part : shown.parts) {
    XmlElement stanza = Envelope(recipient);
    stanza.Add("body", kClient, part);
    AddMarks(stanza, StanzaId(row, static_cast<int>(stanzas.size())), recipient);
    stanzas.push_back(std::move(stanza));
  }
  std::optional<XmlElement> form;
  if (recipient.takes_forms && !recipient.is_room) {
    form = QuestionForm(message);
    if (!form) form = ChoiceForm(common::InertMessage(message, public_url));
  }
  if (form && !stanzas.empty()) stanzas.back().children.push_back(*form);
  return stanzas;
}

XmlElement FileStanza(const Row& row, int part, const std::string& url, const Recipient& recipient) {
  XmlElement stanza = Envelope(recipient);
  // Programs show the file only when the body is its address and nothing else.
  stanza.Add("body", kClient, url);
  stanza.Add("x", kOutOfBand).Add("url", kOutOfBand, url);
  AddMarks(stanza, StanzaId(row, part), recipient);
  return stanza;
}

}  // namespace frontdesk::adapters::xmpp
