"""A real XMPP client for tests: JSON lines in, JSON lines out.

In:  {"do": "send", "to": JID, "body": TEXT, "type": "chat"}, {"do": "raw", "xml": STANZA},
     {"do": "join", "room": JID, "nick": NICK}, {"do": "quit"}
Out: {"event": "online", "jid": JID}, {"event": "joined", "room": JID}, {"event": "failed", "reason": TEXT},
     {"event": "stanza", "xml": STANZA} for every message and presence, and every iq that is no business of the library
Arguments: JID PASSWORD PORT CA_FILE
"""

import asyncio
import json
import sys

import slixmpp
from slixmpp.xmlstream import tostring
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath


def say(**event):
    print(json.dumps(event), flush=True)


class User(slixmpp.ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        for plugin in ("xep_0030", "xep_0045", "xep_0199"):
            self.register_plugin(plugin)
        self.add_event_handler("session_start", self.on_start)
        self.add_event_handler("failed_all_auth", lambda _: say(event="failed", reason="auth"))
        self.add_event_handler("connection_failed", lambda _: say(event="failed", reason="connection"))
        self.add_event_handler("disconnected", lambda _: say(event="failed", reason="disconnected"))
        for name in ("message", "presence"):
            self.register_handler(Callback("see " + name, StanzaPath(name), self.see))

    def see(self, stanza):
        say(event="stanza", xml=str(stanza))

    async def on_start(self, _):
        self.send_presence()
        say(event="online", jid=self.boundjid.full)

    async def read_commands(self):
        reader = asyncio.StreamReader(limit=1 << 20)
        await self.loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            command = json.loads(line)
            if command["do"] == "send":
                self.send_message(mto=command["to"], mbody=command["body"], mtype=command.get("type", "chat"))
            elif command["do"] == "raw":
                self.send_raw(command["xml"])
            elif command["do"] == "join":
                self.send_raw(
                    "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"
                    % (command["room"], command["nick"]))
            elif command["do"] == "quit":
                break
        await self.disconnect()


def main():
    jid, password, port, ca_file = sys.argv[1:]
    user = User(jid, password)
    user.ca_certs = ca_file
    user.connect(address=("127.0.0.1", int(port)))
    user.loop.run_until_complete(user.read_commands())


main()
