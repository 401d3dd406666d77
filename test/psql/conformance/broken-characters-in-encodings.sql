-- What libpq takes for a whole character decides whether a value can be quoted; the server says what it makes of it.
\encoding EUC_JP
\echo EUC_JP
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding EUC_CN
\echo EUC_CN
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding EUC_KR
\echo EUC_KR
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding EUC_TW
\echo EUC_TW
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding EUC_JIS_2004
\echo EUC_JIS_2004
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding SJIS
\echo SJIS
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding SHIFT_JIS_2004
\echo SHIFT_JIS_2004
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding BIG5
\echo BIG5
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding GBK
\echo GBK
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding UHC
\echo UHC
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding GB18030
\echo GB18030
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding JOHAB
\echo JOHAB
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding LATIN1
\echo LATIN1
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding SQL_ASCII
\echo SQL_ASCII
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding WIN1252
\echo WIN1252
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
\encoding KOI8R
\echo KOI8R
\set v '‰'
select length(:'v') as :"v";
\set v 'a‰b'
select length(:'v') as :"v";
\set v '‰ˆ'
select length(:'v') as :"v";
\set v 'é'
select length(:'v') as :"v";
\set v 'é±'
select length(:'v') as :"v";
\set v 'éA'
select length(:'v') as :"v";
\set v 'è°'
select length(:'v') as :"v";
\set v 'è°°'
select length(:'v') as :"v";
\set v 'è°A'
select length(:'v') as :"v";
\set v 'é°°°'
select length(:'v') as :"v";
\set v 'ç '
select length(:'v') as :"v";
\set v 'Å0Å0'
select length(:'v') as :"v";
\set v 'Å0Å'
select length(:'v') as :"v";
\set v 'Å0'
select length(:'v') as :"v";
\set v 'Å'
select length(:'v') as :"v";
\set v 'Å\'
select length(:'v') as :"v";
\set v '±'
select length(:'v') as :"v";
\set v '§¢§'
select length(:'v') as :"v";
\set v 'Ä'
select length(:'v') as :"v";
\set v 'ˇˇ'
select length(:'v') as :"v";
\set v 'í°°'
select length(:'v') as :"v";
\set v 'ú·°°'
select length(:'v') as :"v";
\set v 'ú·°'
select length(:'v') as :"v";
\set v '˝@'
select length(:'v') as :"v";
\set v 'ï'''
select length(:'v') as :"v";
