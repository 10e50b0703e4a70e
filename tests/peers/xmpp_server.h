// A real XMPP server for tests, on loopback, with a throwaway configuration: Prosody or ejabberd. It serves xmpp.test
// with users (password: the name and "-pw"), rooms.xmpp.test, upload.xmpp.test and the component bot.xmpp.test.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/net/test_certificate.h"
#include "tests/peers/process.h"

namespace frontdesk::testing {

inline constexpr char kComponentSecret[] = "component-test-secret";

class XmppServer {
 public:
  virtual ~XmppServer() = default;
  virtual std::string name() const = 0;
  // Ends it and starts it anew on the same ports; what it keeps on disk stays.
  virtual void Restart() = 0;

  unsigned short port() const { return ports_[0]; }  // STARTTLS is required
  unsigned short direct_tls_port() const { return ports_[1]; }
  unsigned short component_port() const { return ports_[2]; }
  unsigned short http_port() const { return ports_[3]; }
  // One of its users that no other test has talked to: what a test leaves behind, such
  // as a session that waits to be resumed, reaches no other.
  std::string NewUser();
  const std::string& ca_file() const { return certificate_.certificate; }
  std::filesystem::path directory() const { return directory_.path(); }

 protected:
  XmppServer();
  void WaitUntilOpen() const;
  void Write(const std::string& file, const std::string& text) const;

  net::testing::TemporaryDirectory directory_;
  const std::vector<unsigned short> ports_ = FreePorts(4);
  net::testing::CertificateFiles certificate_;
  int users_ = 0;
};

// They throw when the server does not start.
std::unique_ptr<XmppServer> StartProsody();
std::unique_ptr<XmppServer> StartEjabberd();
// "Prosody" or "ejabberd", one of each for all tests of the program: they start slowly.
XmppServer& SharedServer(const std::string& name);

}  // namespace frontdesk::testing
