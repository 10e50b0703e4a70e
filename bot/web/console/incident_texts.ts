// What the console says of incidents and of tickets that are alike.

export const incidentsEn = {
  incidents: 'Incidents',
  incidentsWhy: 'One problem of many people. Everybody who is attached hears each update, and is asked at the end whether it works again.',
  noIncident: 'There is no open incident.',
  incident: (n: number) => `Incident #${n}`,
  incidentPeople: (n: number) => (n === 1 ? '1 ticket' : `${n} tickets`),
  incidentStates: {
    investigating: 'Investigating',
    identified: 'Cause found',
    watching: 'Fixed, watching',
    solved: 'Solved',
  } as Record<string, string>,
  incidentState: 'State',
  incidentWords: (locale: string) => `What people should know (${locale})`,
  tellEverybody: 'Tell everybody',
  told: 'Everybody is told.',
  announceIn: (place: string) => `Announce in ${place}`,
  announcedIn: (place: string) => `Announced in ${place}`,
  declareIncident: 'Declare an incident',
  incidentTitle: 'What is broken, in a few words; people read it',
  similar: 'Similar tickets',
  attachTo: (n: number) => `Attach to incident #${n}`,
};

export const incidentsZh: typeof incidentsEn = {
  incidents: '故障',
  incidentsWhy: '多人遇到的同一个问题。已关联的用户会收到每次进展，结束时会问他们是否恢复正常。',
  noIncident: '目前没有进行中的故障。',
  incident: (n) => `故障 #${n}`,
  incidentPeople: (n) => `${n} 个工单`,
  incidentStates: { investigating: '排查中', identified: '原因已找到', watching: '已修复，观察中', solved: '已解决' },
  incidentState: '状态',
  incidentWords: (locale) => `要告诉大家的话（${locale}）`,
  tellEverybody: '通知所有人',
  told: '已通知所有人。',
  announceIn: (place) => `在 ${place} 发布公告`,
  announcedIn: (place) => `已在 ${place} 发布公告`,
  declareIncident: '声明故障',
  incidentTitle: '用几个字说明哪里坏了（用户会看到）',
  similar: '相似工单',
  attachTo: (n) => `关联到故障 #${n}`,
};
