#include "adapters/xmpp/features.h"

#include <algorithm>

#include "adapters/xmpp/names.h"

namespace frontdesk::adapters::xmpp {

namespace {

constexpr char kDiscoInfo[] = "http://jabber.org/protocol/disco#info";

}  // namespace

base::XmlElement FeaturesQuery(const std::string& jid) {
  base::XmlElement iq{"iq", kClient};
  iq.Set("type", "get").Set("to", jid).Add("query", kDiscoInfo);
  return iq;
}

std::string ReaderWith(const base::XmlElement& answer) {
  const base::XmlElement* query = answer.Child("query", kDiscoInfo);
  if (answer.Attribute("type") != "result" || query == nullptr) return {};
  const bool forms = std::any_of(query->children.begin(), query->children.end(), [](const base::XmlElement& child) {
    return child.name == "feature" && child.Attribute("var") == kForm;
  });
  return forms ? kFormReader : std::string();
}

}  // namespace frontdesk::adapters::xmpp
