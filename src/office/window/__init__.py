"""The window (一窗受理): a clerk of the service centre does for whoever stands there what they could do on their phone.

One person at a time: the counter session ends when it is closed or rests, and with it all access to that person's
matters. Legal basis: 国办发〔2018〕45号 (前台综合受理、后台分类审批、综合窗口出件), 政务服务“一窗受理”.
"""
