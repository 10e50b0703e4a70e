// XMPP accounts. The stream is bot/net/xmpp_session.h's; this is what its stanzas mean. A frame that holds an iq is a
// question: its answer's XML is the body of the HttpAnswer that Next() sees.
//
// Thread safety: constant.
#pragma once

#include "adapters/adapter.h"
#include "adapters/xmpp/view.h"

namespace frontdesk::adapters::xmpp {

class XmppAdapter final : public Adapter, private FileSource {
 public:
  Capabilities capabilities() const override;
  std::string Spelled(std::string_view id) const override;
  std::span<const SettingField> fields() const override;
  base::Status CheckSettings(const Settings& settings) const override;
  bool takes_hooks() const override { return false; }  // only the session vouches for a stanza
  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  const FileSource* file_source() const override { return this; }

 private:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

// The view as the settings have it, before anybody has joined anything.
View ViewOf(const Settings& settings);

}  // namespace frontdesk::adapters::xmpp
