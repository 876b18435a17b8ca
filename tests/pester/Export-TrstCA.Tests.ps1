param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module

    function Get-Page([string] $Path) {
        [xml] ([IO.File]::ReadAllText($Path) -replace '^<!DOCTYPE html>')
    }
}

AfterAll {
    Remove-Founded
}

Describe 'Export-TrstCA' {
    It 'writes the certificate' {
        $file = $root | Export-TrstCA -Path "$folder/x.pem"
        $file | Should -BeOfType ([IO.FileInfo])
        [IO.File]::ReadAllText($file.FullName) | Should -BeExactly $root.Pem
    }

    It 'takes a name, an id and what has an AuthorityId' {
        foreach ($ca in $root.Name, $root.AuthorityId, [pscustomobject]@{ AuthorityId = $root.AuthorityId; Name = 'Nobody' }) {
            $file = $ca | Export-TrstCA -Path "$folder/x.pem" -Force
            [IO.File]::ReadAllText($file.FullName) | Should -BeExactly $root.Pem
        }
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Export-TrstCA $root "$folder/store/root.pem" -WhatIf }
        Assert-Unchanged { $root | Export-TrstCA -Path "$folder/pack" -Format PublishPack -WhatIf }
    }

    It 'takes the form from the end of the name' -ForEach @(
        @{ Name = 'x.cer'; Begins = '-----BEGIN CERTIFICATE-----' }
        @{ Name = 'x.mmd'; Begins = 'flowchart' }
        @{ Name = 'x.gv'; Begins = 'digraph' }
        @{ Name = 'x.HTM'; Begins = '<!DOCTYPE html>' }
    ) {
        $text = [IO.File]::ReadAllText(($root | Export-TrstCA -Path "$folder/$Name").FullName)
        $text.StartsWith($Begins, [StringComparison]::Ordinal) | Should -BeTrue
    }

    It 'takes the form of bytes from the end of the name' -ForEach @('y.der', 'y.p7b') {
        $bytes = [IO.File]::ReadAllBytes(($root | Export-TrstCA -Path "$folder/$_").FullName)
        $bytes[0] | Should -Be 0x30
        [Convert]::ToBase64String($bytes) -eq ($root.Pem -replace '-----[^-]*-----|\s') | Should -Be ($_ -eq 'y.der')
    }

    It 'writes the form that was asked for' {
        $file = $root | Export-TrstCA -Path "$folder/z.cer" -Format Pem
        [IO.File]::ReadAllText($file.FullName) | Should -BeExactly $root.Pem
    }

    It 'refuses a form that the name contradicts, and writes nothing' -ForEach @(
        @{ Name = 'w.der'; Format = 'Pem' }
        @{ Name = 'w.cer'; Format = 'Html' }
        @{ Name = 'w.pem'; Format = 'Der' }
        @{ Name = 'w.html'; Format = 'Pem' }
    ) {
        Assert-Refused InvalidArgument InvalidArgument { $root | Export-TrstCA -Path "$folder/$Name" -Format $Format }
        Test-Path "$folder/$Name" | Should -BeFalse
    }

    It 'writes either form that a name may have' {
        $null = $root | Export-TrstCA -Path "$folder/either.crt" -Format Der
        [IO.File]::ReadAllBytes("$folder/either.crt")[0] | Should -Be 0x30
    }

    It 'does not guess what an end of a name means that it does not know' {
        $refused = { $root | Export-TrstCA -Path "$folder/u.pfx" } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $refused.Exception.Message | Should -BeLike '*.pem, .cer, *.htm, or -Format*u.pfx*'
        $null = $root | Export-TrstCA -Path "$folder/u.txt" -Format Pem
        $dotted = New-Item -ItemType Directory "$folder/v1.0"
        ($root | Export-TrstCA -Path $dotted.FullName).Name | Should -Be 'Contoso Root CA.pem'
        ($root | Export-TrstCA -Path "$folder/bare").Name | Should -Be 'bare'
    }

    It 'names the file of a folder after the CA' {
        ($root | Export-TrstCA -Path $folder).Name | Should -Be 'Contoso Root CA.pem'
        ($root | Export-TrstCA -Path $folder -Format Html).Name | Should -Be 'Contoso Root CA.html'
    }

    It 'overwrites with -Force alone' {
        $null = New-Item "$folder/old.pem" -Value 'old'
        Assert-Refused FileExists InvalidOperation { $root | Export-TrstCA -Path "$folder/old.pem" }
        $null = $root | Export-TrstCA -Path "$folder/old.pem" -Force
        [IO.File]::ReadAllText("$folder/old.pem") | Should -BeExactly $root.Pem
        $null = $root | Export-TrstCA -Path "$folder/pack" -Format PublishPack
        Assert-Refused FileExists InvalidOperation { $root | Export-TrstCA -Path "$folder/pack" -Format PublishPack }
    }

    It 'replaces a link and not what it leads to' -Skip:$IsWindows {
        $null = New-Item "$folder/led.pem" -Value 'elsewhere'
        $null = New-Item -ItemType SymbolicLink "$folder/link.pem" -Value "$folder/led.pem"
        $null = $root | Export-TrstCA -Path "$folder/link.pem" -Force
        [IO.File]::ReadAllText("$folder/led.pem") | Should -Be 'elsewhere'
        [IO.File]::ReadAllText("$folder/link.pem") | Should -BeExactly $root.Pem
        Get-ChildItem "$folder/link.pem.*" | Should -BeNullOrEmpty
    }

    It 'refuses what contradicts' {
        Assert-Refused InvalidArgument InvalidArgument { $root | Export-TrstCA -Path "$folder/c.html" -Chain }
        Assert-Refused InvalidArgument InvalidArgument { 7 | Export-TrstCA -Path "$folder/c.html" }
        Assert-Refused AuthorityNotFound ObjectNotFound { Export-TrstCA 'Nobody' "$folder/c.pem" }
    }
}

Describe 'The page of a hierarchy' {
    BeforeAll {
        $spec = New-TrstCASpec 'CN=A & B \<b\> CA' -Validity 5y
        $below = $spec | Start-TrstCeremony Intermediate -Issuer $root | Approve-All | New-TrstIntermediateCA -ShareHolder $present
        $next = $root | Start-TrstCeremony Rotation -LinkCertificates | Approve-All | Invoke-TrstCARotation -ShareHolder $present
        $null = Start-TrstCeremony CrossSign $foreign -Issuer $next | Approve-All | Add-TrstCrossSignature -ShareHolder $present
        $revoking = $below | Start-TrstCeremony Revoke -RevocationReason Superseded | Approve-All
        $null = $revoking | Complete-TrstCeremony
        $page = Get-Page ($below | Export-TrstCA -Path "$folder/whole.html").FullName
    }

    It 'tells the generations apart by the names of their files' {
        $files = Get-TrstCA 'Contoso Root CA' | Sort-Object Generation | Export-TrstCA -Path $folder -Force
        $files.Name | Should -Be 'Contoso Root CA (G1).pem', 'Contoso Root CA (G2).pem'
        [IO.File]::ReadAllText($files[0].FullName) | Should -BeExactly $root.Pem
        ($below | Export-TrstCA -Path $folder).Name | Should -Not -BeLike '*(G*'
    }

    It 'gives each CA a file of its own, though two are called the same' {
        $other, $third = foreach ($organization in 'Other', 'Third') {
            $spec = New-TrstCASpec "CN=Shared Root CA,O=$organization" -Validity 5y
            $spec | Start-TrstCeremony Root | Approve-All | New-TrstRootCA
        }
        $to = New-Item -ItemType Directory "$folder/same"
        foreach ($force in $false, $true) {
            $files = $other, $third, $below | Export-TrstCA -Path $to.FullName -Force:$force
            $files.Name | Should -Be 'Shared Root CA.pem', 'Shared Root CA (2).pem', 'A - B -b- CA.pem'
        }
        $null = $root, $other | Export-TrstCA -Path "$folder/one.pem" -Force -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        [IO.File]::ReadAllText("$folder/one.pem") | Should -BeExactly $root.Pem
    }

    It 'mixes no two publish packs' {
        $null = $root, $below | Export-TrstCA -Path "$folder/packs" -Format PublishPack -Force -ErrorVariable refused `
            -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        $index = [IO.File]::ReadAllText("$folder/packs/index.html")
        $index | Should -BeLike "*$($root.Thumbprint)*"
        $index | Should -BeLike '*Content-Security-Policy*'
        $null = $root | Export-TrstCA -Path "$folder/packs" -Format PublishPack -Force
    }

    It 'shows thumbprints as Windows and the screen show them' {
        $page.html.body.InnerText | Should -BeLike "*$($root.Thumbprint)*"
    }

    It 'shows every generation, cross- and link certificate once' {
        $titles = $page.SelectNodes('//svg//g/title') | ForEach-Object InnerText
        foreach ($name in 'Contoso Root CA', 'A & B <b> CA', 'Fabrikam Root CA') { $titles | Should -Contain $name }
        ($titles -eq 'Contoso Root CA').Count | Should -Be 2
        ($titles -like 'link certificate *').Count | Should -Be 2
        ($titles -like 'cross-certificate for *').Count | Should -Be 1
    }

    It 'draws a bar for each, and the edges across the tree' {
        $classes = $page.SelectNodes('//svg[starts-with(@id, "hierarchy")]//*/@class') | ForEach-Object Value
        ($classes -like 'bar *').Count | Should -Be 7
        ($classes -eq 'edge link').Count | Should -Be 2
        ($classes -eq 'edge cross').Count | Should -Be 1
        ($classes -eq 'edge replaces').Count | Should -Be 1
        ($classes -eq 'struck').Count | Should -Be 1
    }

    It 'says what replaced and revoked what, and by which ceremony' {
        $text = $page.html.body.InnerText
        $text | Should -BeLike '*replaced by Contoso Root CA, generation 2*'
        $text | Should -BeLike "*Superseded, ceremony $($revoking.Id)*"
    }

    It 'has nothing of a name as markup, and nothing that runs or is fetched' {
        $page.SelectNodes('//b | //script | //link | //img | //@src | //@href | //@style') | Should -BeNullOrEmpty
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { $root | Export-TrstCA -Path "$folder/closed.html" }
    }
}
